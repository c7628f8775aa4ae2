//! Decisions on who is who: applied from the working files, undone by leaving them out, refused with
//! their lines where they make no sense.

use std::fs;
use std::path::Path;

use guanxi::pipeline::{Options, PipelineError, Quiet, reassemble, run};

const ARTICLES: [(&str, &str); 2] = [
    ("a.txt", "会谈\n美国总统特朗普（Donald Trump）与俄罗斯总统普京（Vladimir Putin）通话。特朗普说普京同意。"),
    ("b.txt", "会见\n研究员马尔科维奇（Ivan Markovic）说，中国国家主席习近平（Xi Jinping）访问法国。马尔科维奇认为习近平会见马克龙。"),
];

fn extracted(folder: &Path) -> std::path::PathBuf {
    let input = folder.join("in");
    fs::create_dir_all(&input).unwrap();
    for (name, text) in ARTICLES {
        fs::write(input.join(name), text).unwrap();
    }
    let output = folder.join("out");
    let options = Options { inputs: vec![input], output: output.clone(), ..Options::default() };
    run(&options, &Quiet).unwrap();
    output
}

fn tables(output: &Path) -> Vec<(String, String)> {
    ["entities.csv", "mentions.csv", "name_pairs.csv", "edges.csv", "graph.gexf"]
        .iter()
        .map(|name| (name.to_string(), fs::read_to_string(output.join(name)).unwrap()))
        .collect()
}

#[test]
fn there_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let output = extracted(folder.path());
    let before = tables(&output);
    let file = folder.path().join("curation.csv");
    fs::write(
        &file,
        "action,ids,values,reason\n\
         merge,person:donald-trump|person:vladimir-putin,,to see\n\
         rename,person:xi-jinping,name_en=Xi|label=习,\n\
         drop,country:FRA,,\n\
         ,person:nobody,,no decision\n",
    )
    .unwrap();
    reassemble(&output, Some(&file), &Quiet).unwrap();
    let entities = fs::read_to_string(output.join("entities.csv")).unwrap();
    let trump = entities.lines().find(|l| l.starts_with("person:donald-trump,")).expect("the first id stays");
    assert!(trump.contains("普京") && trump.contains("Vladimir Putin"), "{trump}");
    assert!(!entities.contains("person:vladimir-putin"));
    assert!(!entities.contains("country:FRA"));
    assert!(entities.lines().any(|l| l.starts_with("person:xi-jinping,习,")), "{entities}");
    assert!(!fs::read_to_string(output.join("mentions.csv")).unwrap().contains("country:FRA"));
    reassemble(&output, None, &Quiet).unwrap();
    assert_eq!(tables(&output), before);
}

#[test]
fn what_makes_no_sense_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let output = extracted(folder.path());
    let before = tables(&output);
    let file = folder.path().join("curation.csv");
    fs::write(
        &file,
        "action,ids,values,reason\n\
         merge,person:donald-trump|person:nobody,,\n\
         drop,person:xi-jinping,,\n\
         rename,person:xi-jinping,label=X,\n\
         merge,person:donald-trump|country:FRA,,\n",
    )
    .unwrap();
    let error = reassemble(&output, Some(&file), &Quiet).map(|_| ()).expect_err("refused").to_string();
    assert!(error.contains("line 2: there is no entity person:nobody"), "{error}");
    assert!(error.contains("line 4: person:xi-jinping is dropped in line 3"), "{error}");
    assert!(error.contains("line 5: merges a person with a country"), "{error}");
    assert_eq!(tables(&output), before, "nothing is written");
    fs::write(&file, "action,ids,values,reason\njoin,a|b,,\nretype,person:xi-jinping,animal,\n").unwrap();
    let error = reassemble(&output, Some(&file), &Quiet).map(|_| ()).expect_err("refused").to_string();
    assert!(error.contains("line 2: unknown action \"join\"") && error.contains("line 3: retype takes person"), "{error}");
    let nothing = tempfile::tempdir().unwrap();
    assert!(matches!(reassemble(nothing.path(), None, &Quiet), Err(PipelineError::NoRun { .. })));
}
