//! The elements of a page and what they hold, as far as finding the article takes it.
//!
//! No text is copied: a node is a range of the page. Built in one pass; elements nested deeper than
//! [`DEEPEST`], and those beyond the first [`MOST`], are part of the one around them, so that a hostile page costs no more than a sound one.

use memchr::{memchr, memmem};

use super::tag::{self, Kind, Tag};

/// How deep the tree goes. Real pages stay below a hundred.
const DEEPEST: usize = 256;

/// How many elements are kept. Real pages have some thousands; the rest of a longer one counts for the
/// elements that are open where the number is reached.
const MOST: usize = 200_000;

/// One element.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    /// Name as written.
    pub name: &'a [u8],
    /// Attributes as written.
    pub attributes: &'a str,
    pub parent: Option<usize>,
    /// Whether text flows through it.
    pub inline: bool,
    /// The element with its tags.
    pub start: usize,
    pub end: usize,
    /// How much text it holds, in Chinese characters (four Latin letters count as one).
    pub weight: f32,
    /// How much of that is links.
    pub linked: f32,
    /// How much text stands in it directly or in inline elements.
    pub direct: f32,
    /// Signs between and after clauses.
    pub stops: u32,
    /// Number of links.
    pub links: u32,
}

impl Node<'_> {
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// What part of the text is links, 0 to 1.
    pub fn link_density(&self) -> f32 {
        if self.weight > 0.0 { self.linked / self.weight } else { 0.0 }
    }
}

/// Reads the elements of a page, parents before children.
pub(super) fn build(html: &str) -> Vec<Node<'_>> {
    let mut builder = Builder { html, nodes: Vec::new(), open: Vec::new(), in_link: 0, unclosed: Vec::new() };
    builder.run();
    let Builder { mut nodes, .. } = builder;
    // Children come after their parents, so one walk backwards sums everything up.
    for i in (0..nodes.len()).rev() {
        let (before, rest) = nodes.split_at_mut(i);
        let Some(node) = rest.first() else { continue };
        if let Some(parent) = node.parent.and_then(|p| before.get_mut(p)) {
            parent.weight += node.weight;
            parent.linked += node.linked;
            parent.stops += node.stops;
            parent.links += node.links;
            if node.inline {
                parent.direct += node.direct;
            }
        }
    }
    nodes
}

struct Builder<'a> {
    html: &'a str,
    nodes: Vec<Node<'a>>,
    open: Vec<usize>,
    in_link: usize,
    unclosed: Vec<&'a [u8]>,
}

impl<'a> Builder<'a> {
    fn run(&mut self) {
        let bytes = self.html.as_bytes();
        let last_bracket = memchr::memrchr(b'>', bytes).unwrap_or(0);
        let (mut quotes, mut comment_ends) = (true, true);
        let mut at = 0;
        while at < bytes.len() {
            let rest = bytes.get(at..).unwrap_or(&[]);
            let length = memchr(b'<', rest).unwrap_or(rest.len());
            self.text(rest.get(..length).unwrap_or(&[]));
            at += length;
            if at >= last_bracket {
                break;
            }
            let rest = bytes.get(at..).unwrap_or(&[]);
            if rest.starts_with(b"<!--") && comment_ends {
                match memmem::find(rest.get(4..).unwrap_or(&[]), b"-->") {
                    Some(length) => {
                        at += length + 7;
                        continue;
                    }
                    None => comment_ends = false,
                }
            }
            match tag::read(self.html, at, quotes) {
                Some(tag) => {
                    quotes &= !tag.quotes_broken;
                    at = self.tag(&tag, at);
                }
                None => at += 1,
            }
        }
        self.close_to(0, bytes.len());
    }

    fn text(&mut self, text: &[u8]) {
        let Some(node) = self.open.last().and_then(|&i| self.nodes.get_mut(i)) else {
            return;
        };
        let (mut letters, mut other, mut stops) = (0u32, 0u32, 0u32);
        for &b in text {
            match b {
                b',' | b'.' | b';' => stops += 1,
                0..=b' ' => {}
                0x21..=0x7f => letters += 1,
                0xc0..=0xff => other += 1,
                _ => {}
            }
        }
        for stop in ["，", "。", "；", "、"] {
            stops += memmem::find_iter(text, stop.as_bytes()).count() as u32;
        }
        let weight = letters as f32 / 4.0 + other as f32;
        node.weight += weight;
        node.direct += weight;
        node.stops += stops;
        if self.in_link > 0 {
            node.linked += weight;
        }
    }

    /// Takes a tag in and gives where to go on.
    fn tag(&mut self, tag: &Tag<'a>, at: usize) -> usize {
        let mut lower = [0u8; 12];
        let name = match lower.get_mut(..tag.name.len()) {
            Some(lower) => {
                lower.copy_from_slice(tag.name);
                lower.make_ascii_lowercase();
                &*lower
            }
            None => &[],
        };
        if tag.end {
            let found = self.open.iter().rposition(|&i| self.nodes.get(i).is_some_and(|n| n.name.eq_ignore_ascii_case(tag.name)));
            if let Some(depth) = found {
                self.close_to(depth, tag.next);
            }
            return tag.next;
        }
        let kind = tag::kind(name);
        if matches!(kind, Kind::Raw | Kind::Dropped) {
            return self.pass_over(tag, kind);
        }
        if matches!(
            name,
            b"br"
                | b"img"
                | b"hr"
                | b"input"
                | b"meta"
                | b"link"
                | b"source"
                | b"wbr"
                | b"area"
                | b"base"
                | b"col"
                | b"embed"
                | b"param"
                | b"track"
        ) {
            return tag.next;
        }
        self.close_implied(name, at);
        if self.open.len() < DEEPEST && self.nodes.len() < MOST {
            if kind == Kind::Anchor {
                self.in_link += 1;
            }
            self.open.push(self.nodes.len());
            self.nodes.push(Node {
                name: tag.name,
                attributes: tag.attributes,
                parent: self.open.iter().rev().nth(1).copied(),
                inline: matches!(kind, Kind::Inline | Kind::Anchor),
                start: at,
                end: tag.next,
                weight: 0.0,
                linked: 0.0,
                direct: 0.0,
                stops: 0,
                links: u32::from(kind == Kind::Anchor),
            });
        }
        tag.next
    }

    /// Ends what an element of this name ends by beginning: a paragraph ends the one before.
    fn close_implied(&mut self, name: &[u8], at: usize) {
        let (ended, inside): (&[&str], &[&str]) = match name {
            b"p" | b"div" | b"ul" | b"ol" | b"table" | b"section" | b"article" | b"h1" | b"h2" | b"h3" | b"blockquote" => {
                (&["p"], &["div", "td", "li", "section", "article", "body", "blockquote", "button"])
            }
            b"li" => (&["li"], &["ul", "ol", "menu"]),
            b"tr" => (&["tr"], &["table"]),
            b"td" | b"th" => (&["td", "th"], &["tr", "table"]),
            b"dt" | b"dd" => (&["dt", "dd"], &["dl"]),
            b"a" => (&["a"], &["div", "p", "li", "td", "body"]),
            _ => return,
        };
        for depth in (0..self.open.len()).rev() {
            let Some(node) = self.open.get(depth).and_then(|&i| self.nodes.get(i)) else {
                return;
            };
            if ended.iter().any(|name| node.is(name)) {
                return self.close_to(depth, at);
            }
            if inside.iter().any(|name| node.is(name)) {
                return;
            }
        }
    }

    /// Ends all elements from this depth on.
    fn close_to(&mut self, depth: usize, at: usize) {
        for i in self.open.drain(depth.min(self.open.len())..) {
            if let Some(node) = self.nodes.get_mut(i) {
                node.end = at;
                if node.is("a") {
                    self.in_link = self.in_link.saturating_sub(1);
                }
            }
        }
    }

    /// Passes over an element whose content isn't text of the page; one that is never closed, alone.
    fn pass_over(&mut self, tag: &Tag<'a>, kind: Kind) -> usize {
        if tag.closed || self.unclosed.contains(&tag.name) {
            return tag.next;
        }
        let bytes = self.html.as_bytes();
        let mut at = tag.next;
        while let Some(length) = memmem::find(bytes.get(at..).unwrap_or(&[]), b"</") {
            at += length + 2;
            if bytes.get(at..at + tag.name.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag.name)) {
                return memchr(b'>', bytes.get(at..).unwrap_or(&[])).map_or(bytes.len(), |length| at + length + 1);
            }
        }
        self.unclosed.push(tag.name);
        match kind {
            Kind::Raw => bytes.len(),
            _ => tag.next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_sums() {
        let html = "<body><div id=a><p>普京访华，<a href=x>拜登</a><p>第二<b>段</b>。</div><ul><li>一<li>二</ul></body>";
        let nodes = build(html);
        let named = |name: &str| nodes.iter().filter(|n| n.is(name)).collect::<Vec<_>>();
        let div = named("div")[0];
        assert!(html[div.start..div.end].starts_with("<div id=a>") && html[div.start..div.end].ends_with("</div>"));
        assert_eq!(named("p").len(), 2);
        assert_eq!(&html[named("p")[0].start..named("p")[0].end], "<p>普京访华，<a href=x>拜登</a>");
        assert_eq!((div.weight, div.linked, div.links), (11.0, 2.0, 1));
        assert_eq!(named("p")[1].direct, 4.0);
        assert_eq!(named("li").len(), 2);
        assert_eq!(div.stops, 2);
    }

    #[test]
    fn hostile_pages_take_linear_time() {
        for piece in ["<div>", "<p>", "<a>", "</x>", "<b><i>", "<script>", "<!--", "<a b=\">\" ", "<svg></", "<li><ul>"] {
            let html = piece.repeat(100_000);
            let nodes = build(&html);
            assert!(nodes.len() <= 300_000);
        }
    }
}
