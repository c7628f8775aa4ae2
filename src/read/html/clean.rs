//! The cleaner: HTML to paragraphs in one pass over the page, without a tree.

use memchr::{memchr, memchr2, memmem};

use super::entity::{self, Decoded};
use super::output::Output;
use super::tag::{self, Kind, Tag};

/// A headline is at least this long, in bytes; two links in a row are a list when the first is that long.
const HEADLINE: usize = 24;

/// Writes the text of `html` to `output`, which has been begun.
///
/// Block elements end paragraphs and inline ones don't; scripts, styles, embedded media, forms' buttons and
/// pictures leave nothing behind; character references are decoded. Broken markup never fails:
/// a tag that doesn't end is text, an element that doesn't end drops nothing.
/// Takes time linear in the length of the page.
pub(in crate::read) fn clean(html: &str, output: &mut Output) {
    let mut cleaner = Cleaner {
        html,
        output,
        preformatted: 0,
        link_start: None,
        link_end: None,
        unclosed: Vec::new(),
        last_bracket: memchr::memrchr(b'>', html.as_bytes()).unwrap_or(0),
        comment_ends: true,
        quotes: true,
    };
    cleaner.run();
    cleaner.output.end_paragraph();
}

struct Cleaner<'a> {
    html: &'a str,
    output: &'a mut Output,
    /// How many `<pre>` are open.
    preformatted: usize,
    /// Where the text of the open link began.
    link_start: Option<usize>,
    /// Where the text of a link that makes up its paragraph so far ended.
    link_end: Option<usize>,
    /// Names of elements that were opened but not closed in the rest of the page.
    unclosed: Vec<&'a [u8]>,
    /// Where the last `>` stands: a `<` after it is no tag.
    last_bracket: usize,
    /// Whether the end of a comment was found the last time one was looked for.
    comment_ends: bool,
    /// Whether quotes in tags are taken at their word.
    quotes: bool,
}

impl<'a> Cleaner<'a> {
    fn run(&mut self) {
        let bytes = self.html.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let rest = bytes.get(at..).unwrap_or(&[]);
            let Some(length) = memchr2(b'<', b'&', rest) else {
                self.text(at, bytes.len());
                return;
            };
            self.text(at, at + length);
            at += length;
            at = if bytes.get(at) == Some(&b'&') { self.reference(at) } else { self.markup(at) };
        }
    }

    fn text(&mut self, from: usize, to: usize) {
        let text = self.html.get(from..to).unwrap_or("");
        if text.is_empty() {
            return;
        }
        if self.preformatted == 0 {
            self.output.text(text);
            return;
        }
        let mut lines = text.split('\n');
        if let Some(first) = lines.next() {
            self.output.text(first);
        }
        for line in lines {
            self.output.end_paragraph();
            self.output.text(line);
        }
    }

    /// Decodes the reference at `at` and gives where to go on.
    fn reference(&mut self, at: usize) -> usize {
        match entity::decode(self.html.get(at + 1..).unwrap_or("")) {
            Some((Decoded::Char(c), length)) => {
                self.output.character(c);
                at + 1 + length
            }
            Some((Decoded::Text(text), length)) => {
                self.output.text(&text);
                at + 1 + length
            }
            None => {
                self.output.character('&');
                at + 1
            }
        }
    }

    /// Handles whatever begins with the `<` at `at` and gives where to go on.
    fn markup(&mut self, at: usize) -> usize {
        let bytes = self.html.as_bytes();
        if at < self.last_bracket {
            if let Some(tag) = tag::read(self.html, at, self.quotes) {
                self.quotes &= !tag.quotes_broken;
                return self.tag(tag);
            }
            if let Some(b'!' | b'?' | b'/') = bytes.get(at + 1) {
                return self.declaration(at);
            }
        }
        self.output.character('<');
        at + 1
    }

    /// Passes over a comment, a doctype, a CDATA mark, a processing instruction or an end tag without a name.
    fn declaration(&mut self, at: usize) -> usize {
        let bytes = self.html.as_bytes();
        let rest = bytes.get(at..).unwrap_or(&[]);
        if rest.starts_with(b"<!--") && self.comment_ends {
            if rest.starts_with(b"<!-->") {
                return at + 5;
            }
            match memmem::find(rest.get(4..).unwrap_or(&[]), b"-->") {
                Some(length) => return at + 4 + length + 3,
                None => self.comment_ends = false,
            }
        }
        if rest.starts_with(b"<![CDATA[") {
            return at + 9;
        }
        match memchr(b'>', rest) {
            Some(length) => at + length + 1,
            None => bytes.len(),
        }
    }

    fn tag(&mut self, tag: Tag<'a>) -> usize {
        let mut lower = [0u8; 12];
        let name = match lower.get_mut(..tag.name.len()) {
            Some(lower) => {
                lower.copy_from_slice(tag.name);
                lower.make_ascii_lowercase();
                &*lower
            }
            // No element that matters has a longer name.
            None => &[],
        };
        match tag::kind(name) {
            Kind::Inline => {}
            Kind::Block => self.output.end_paragraph(),
            Kind::Cell => self.output.space(),
            Kind::Anchor => self.anchor(tag.end),
            Kind::Preformatted => {
                self.output.end_paragraph();
                self.preformatted = match tag.end {
                    true => self.preformatted.saturating_sub(1),
                    false => self.preformatted + 1,
                };
            }
            Kind::Raw if !tag.end => return self.raw(&tag, name),
            Kind::Dropped if !tag.end && !tag.closed => return self.dropped(&tag),
            Kind::Raw | Kind::Dropped => {}
        }
        tag.next
    }

    /// Tells a list of linked headlines, where only links follow links, from links in running text.
    fn anchor(&mut self, end: bool) {
        let length = self.output.length();
        if end {
            self.link_end = match self.link_start.take() {
                Some(start) if start == self.output.paragraph_start() && length >= start + HEADLINE => Some(length),
                _ => None,
            };
        } else {
            if self.link_end == Some(length) && length > self.output.paragraph_start() {
                self.output.end_paragraph();
            }
            self.link_start = Some(self.output.length());
        }
    }

    /// Passes over the content of a script or style; without an end tag, that is all the rest.
    fn raw(&mut self, tag: &Tag<'a>, name: &[u8]) -> usize {
        let bytes = self.html.as_bytes();
        if self.unclosed.contains(&tag.name) {
            return tag.next;
        }
        let mut at = tag.next;
        while let Some(length) = memmem::find(bytes.get(at..).unwrap_or(&[]), b"</") {
            at += length + 2;
            let written = bytes.get(at..at + name.len()).unwrap_or(&[]);
            if written.eq_ignore_ascii_case(name) {
                let end = memchr(b'>', bytes.get(at..).unwrap_or(&[]));
                return end.map_or(bytes.len(), |length| at + length + 1);
            }
        }
        // `<script src="…"/>`, as XHTML has it.
        if !tag.closed {
            return bytes.len();
        }
        self.unclosed.push(tag.name);
        tag.next
    }

    /// Passes over an element and all it holds; one that is never closed is passed over alone.
    fn dropped(&mut self, tag: &Tag<'a>) -> usize {
        if self.unclosed.iter().any(|name| name.eq_ignore_ascii_case(tag.name)) {
            return tag.next;
        }
        match self.element_end(tag) {
            Some(next) => next,
            None => {
                self.unclosed.push(tag.name);
                tag.next
            }
        }
    }

    /// Where the element that `tag` opens is over, counting elements of the same name inside it.
    fn element_end(&mut self, tag: &Tag<'a>) -> Option<usize> {
        let bytes = self.html.as_bytes();
        let mut at = tag.next;
        let mut open = 1usize;
        loop {
            at += memchr(b'<', bytes.get(at..)?)?;
            let end = bytes.get(at + 1) == Some(&b'/');
            let start = at + 1 + usize::from(end);
            let name = bytes.get(start..start + tag.name.len()).unwrap_or(&[]);
            let boundary = bytes.get(start + tag.name.len()).is_some_and(|b| !b.is_ascii_alphanumeric() && *b != b'-');
            if !boundary || !name.eq_ignore_ascii_case(tag.name) {
                at += 1;
                continue;
            }
            if at >= self.last_bracket {
                return None;
            }
            let Some(found) = tag::read(self.html, at, self.quotes) else {
                at += 1;
                continue;
            };
            self.quotes &= !found.quotes_broken;
            at = found.next;
            if end {
                open -= 1;
            } else if !found.closed {
                open += 1;
            }
            if open == 0 {
                return Some(at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(html: &str) -> String {
        let mut output = Output::default();
        output.begin("");
        clean(html, &mut output);
        output.finish().to_owned()
    }

    #[test]
    fn paragraphs() {
        for (html, expected) in [
            ("<p>甲<b>乙</b>丙</p><p>丁</p>", "甲乙丙\n丁"),
            ("甲<br/>乙<BR>丙", "甲\n乙\n丙"),
            ("<div> <p> </p>&nbsp;<p>甲&amp;乙 &nbsp; 丙</p></div>", "甲&乙 丙"),
            ("<ul><li>甲<li>乙</ul>", "甲\n乙"),
            ("<table><tr><td>甲</td><td>乙</td></tr><tr><th>丙</th></tr></table>", "甲 乙\n丙"),
            ("<figure><img alt='不要'><figcaption>图说</figcaption></figure>正文", "图说\n正文"),
            ("<pre>甲\n乙</pre>丙", "甲\n乙\n丙"),
            ("a < b 和 c > d", "a < b 和 c > d"),
            ("3<5", "3<5"),
            ("<", "<"),
            ("甲<p", "甲<p"),
            ("甲</>乙<!doctype html>丙<?xml x?>丁", "甲乙丙丁"),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn what_is_dropped() {
        for (html, expected) in [
            ("甲<script>if (a<b) {'</p>'}</script>乙", "甲乙"),
            ("甲<STYLE>p{}</style >乙", "甲乙"),
            ("甲<!-- <p>不要</p> -->乙", "甲乙"),
            ("甲<!-->乙", "甲乙"),
            ("甲<!-- 没完<p>乙", "甲乙"),
            ("甲<noscript><img></noscript>乙<svg><path/><svg/></svg>丙", "甲乙丙"),
            ("甲<video>Your browser<video>x</video> y</video>乙", "甲乙"),
            ("甲<iframe src='x'/>乙", "甲乙"),
            ("甲<button>乙", "甲乙"),
            ("甲<script>乙", "甲"),
            ("甲<script src='x'/>乙", "甲乙"),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn lists_of_linked_headlines() {
        let html = "<div><a href=1>俄罗斯总统普京访问北京</a><a href=2>美国总统拜登访问东京</a></div>";
        assert_eq!(text(html), "俄罗斯总统普京访问北京\n美国总统拜登访问东京");
        let html = "<p>据<a>路透社星期五的报道称</a><a>拜登</a>说</p>";
        assert_eq!(text(html), "据路透社星期五的报道称拜登说");
    }

    #[test]
    fn hostile_markup_takes_linear_time() {
        for piece in [
            "<!--",
            "<a b=\"",
            "<button>",
            "<svg><b>",
            "<script",
            "<",
            "&",
            "&#",
            "<a b='<a c=\"",
            "</",
            "<!",
            "<script/></",
            "<a b=\">\" ",
            "<svg></svg ",
            "<a b=\">\" <svg>",
            "<!-- >",
        ] {
            let html = piece.repeat(200_000);
            let started = std::time::Instant::now();
            let _ = text(&html);
            let _ = text(&(html + ">"));
            assert!(started.elapsed().as_secs() < 10, "{piece}");
        }
    }

    proptest! {
        #[test]
        fn any_text_ends_well(html in any::<String>()) {
            let _ = text(&html);
        }
        #[test]
        fn any_markup_ends_well(html in "[<>/!a-c\"'= &;#x1-]{0,80}") {
            let _ = text(&html);
        }
        #[test]
        fn plain_text_passes_unchanged(words in proptest::collection::vec("[a-z普京访华，。“]{1,8}", 0..6)) {
            let line = words.join(" ");
            let once = text(&line);
            prop_assert_eq!(text(&once), once.clone());
            prop_assert_eq!(once, line);
        }
        #[test]
        fn no_tag_of_a_sound_page_remains(inner in "[普京访华 ]{1,20}", depth in 1usize..20) {
            let mut html = inner.clone();
            for i in 0..depth {
                let name = ["p", "div", "b", "span", "a", "li", "font"][i % 7];
                html = format!("<{name} class=\"c{i}\">{html}</{name}>");
            }
            let cleaned = text(&html);
            prop_assert!(!cleaned.contains('<'));
            prop_assert_eq!(cleaned, inner.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}
