use guanxi::{dictionary::Sources, recognise::{Resources, Workspace}};
fn main() {
    let r = Resources::new(&Sources::builtin()).unwrap();
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let mut w = Workspace::default();
        w.prepare(&r, &line);
        println!("{}", w.words.spans.iter().map(|(s, e)| w.view.folded_slice(*s as usize..*e as usize).to_string()).collect::<Vec<_>>().join("|"));
        w.find_pairs(&r);
        for p in &w.pairs { println!("   {} = {} {:?} {:?} {:.2}", w.view.surface(p.zh.0..p.zh.1), w.view.surface(p.latin.0..p.latin.1), p.type_, p.kind, p.score); }
    }
}
