//! Markdown to HTML, so far as the cleaner needs it.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Writes `markdown` to `html`, which is emptied first, with its blocks as paragraphs. Gives the first
/// heading of the first level, if the text begins with one.
///
/// The flavour is CommonMark with tables, strikethrough and footnotes. HTML in the text is passed on as it is.
pub(super) fn to_html(markdown: &str, html: &mut String) -> Option<String> {
    html.clear();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut title = None;
    let mut heading: Option<String> = None;
    let mut images = 0usize;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images = images.saturating_sub(1),
            _ if images > 0 => {}
            Event::Start(Tag::Heading { level, .. }) => {
                html.push_str("<p>");
                let first = markdown.get(..range.start).is_some_and(|before| before.trim().is_empty());
                if first && level == pulldown_cmark::HeadingLevel::H1 {
                    heading = Some(String::new());
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                html.push_str("<p>");
                title = title.or(heading.take());
            }
            Event::Start(Tag::CodeBlock(_)) => html.push_str("<pre>"),
            Event::End(TagEnd::CodeBlock) => html.push_str("</pre>"),
            Event::End(TagEnd::TableCell) => html.push_str("<td>"),
            Event::Start(tag) if is_block(&tag) => html.push_str("<p>"),
            Event::End(tag) if is_block_end(&tag) => html.push_str("<p>"),
            Event::Text(text) | Event::Code(text) => {
                // Emphasis next to Chinese punctuation often isn't one in CommonMark; its signs mean nothing.
                if text.bytes().all(|b| b == b'*') {
                    continue;
                }
                escape(&text, html);
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::Html(inner) | Event::InlineHtml(inner) => html.push_str(&inner),
            Event::SoftBreak => html.push('\n'),
            Event::HardBreak | Event::Rule => html.push_str("<br>"),
            _ => {}
        }
    }
    title
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::TableHead
            | Tag::TableRow
            | Tag::Table(_)
            | Tag::FootnoteDefinition(_)
    )
}

fn is_block_end(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Paragraph | TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow | TagEnd::FootnoteDefinition)
}

fn escape(text: &str, html: &mut String) {
    for part in text.split_inclusive(['<', '&']) {
        match part.as_bytes().last() {
            Some(b'<') => {
                html.push_str(part.get(..part.len() - 1).unwrap_or(""));
                html.push_str("&lt;");
            }
            Some(b'&') => {
                html.push_str(part);
                html.push_str("amp;");
            }
            _ => html.push_str(part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::html::{clean::clean, output::Output};

    fn text(markdown: &str) -> (Option<String>, String) {
        let mut html = String::new();
        let title = to_html(markdown, &mut html);
        let mut output = Output::default();
        output.begin("");
        clean(&html, &mut output);
        (title, output.finish().to_owned())
    }

    #[test]
    fn blocks_and_inlines() {
        let markdown = "# 普京访华\n\n俄罗斯总统**普京**[访问](http://x)了*北京*。\n第二行\n\n- 甲\n- 乙\n\n> 引文\n\n![图](x.jpg)\n\n| 名 | 国 |\n|---|---|\n| 普京 | 俄 |\n\n```\na<b\nc & d\n```\n<p>标<b>签</b></p>\n";
        let (title, text) = text(markdown);
        assert_eq!(title.as_deref(), Some("普京访华"));
        assert_eq!(text, "普京访华\n俄罗斯总统普京访问了北京。第二行\n甲\n乙\n引文\n名 国\n普京 俄\na<b\nc & d\n标签");
    }

    #[test]
    fn emphasis_beside_chinese_punctuation() {
        assert_eq!(text("他说**“是的。”**然后走了").1, "他说“是的。”然后走了");
    }
}
