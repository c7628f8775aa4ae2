//! The parallel half of reading: a raw article to documents.

mod drafts;
mod format;
mod markup;

use serde_json::{Map, Value};

use self::drafts::{read_fields, read_html, read_markdown, read_plain, read_post};
use self::format::format;
use self::markup::{body, without_tags};
use super::draft::{Draft, host};
use super::error::Stage;
use super::html::output::Output;
use super::html::selector::Selector;
use super::json::Content;
use super::options::ReadOptions;
use super::{Format, RawArticle, date, decode, feed, fields, json, message, sniff};
use crate::document::Document;
use crate::record::ErrorRow;

/// Buffers that [`parse`] reuses from article to article; keep one for each thread.
#[derive(Debug, Default)]
pub struct Scratch {
    output: Output,
    html: String,
    /// The selector of the options, parsed.
    selector: Option<(String, Selector)>,
}

/// Decodes and cleans one raw article, and reads its metadata.
///
/// A feed or a JSON file holds several documents; their paths end in `#` and their number. A function of its
/// arguments alone (`scratch` only saves allocations). What can't be read is a row; it never panics
/// and never fails as a whole.
pub fn parse(raw: &RawArticle, options: &ReadOptions, scratch: &mut Scratch) -> (Vec<Document>, Vec<ErrorRow>) {
    let mut results = Results { raw, options, documents: Vec::new(), errors: Vec::new() };
    let is_message = match raw.hint.format {
        None => message::looks_like(&raw.bytes, &sniff::extension(&raw.path)),
        Some(format) => format == Format::Message,
    };
    if is_message {
        results.message(scratch);
        return (results.documents, results.errors);
    }
    match decode::decode(&raw.bytes, raw.hint.charset.as_deref()) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            results.read(text, scratch);
        }
        Err(message) => results.fail(Stage::Decode, message),
    }
    (results.documents, results.errors)
}

/// What one raw article gives.
struct Results<'a> {
    raw: &'a RawArticle,
    options: &'a ReadOptions,
    documents: Vec<Document>,
    errors: Vec<ErrorRow>,
}

impl Results<'_> {
    fn read(&mut self, text: &str, scratch: &mut Scratch) {
        let format = match self.raw.hint.format {
            Some(format) => format,
            None => match format(text, &self.raw.path) {
                Ok(format) => format,
                Err(message) => return self.fail(Stage::Decode, message),
            },
        };
        let draft = Draft {
            published: self.raw.hint.published.as_deref().and_then(date::normalise).unwrap_or_default(),
            url: self.raw.hint.url.clone().unwrap_or_default(),
            ..Draft::default()
        };
        match format {
            Format::Post => self.add(read_post(text, draft, &mut scratch.output), None),
            Format::Html => match read_html(text, draft, self.options, scratch) {
                Ok(draft) => self.add(draft, None),
                Err(message) => self.fail(Stage::Clean, message),
            },
            Format::Markdown => self.add(read_markdown(text, draft, scratch), None),
            Format::Plain => self.add(read_plain(text, draft), None),
            Format::Message => self.message(scratch),
            Format::Feed => self.feed(text, &mut scratch.output),
            Format::Json | Format::Record => self.json(text, &mut scratch.output),
        }
    }

    fn fail(&mut self, stage: Stage, message: impl std::fmt::Display) {
        self.errors.push(stage.row(&self.raw.path, message));
    }

    /// Adds a document; `number` is its place where the raw article holds several.
    fn add(&mut self, mut draft: Draft, number: Option<usize>) {
        if let Some(pattern) = &self.options.drop_lines {
            pattern.drop_from(&mut draft.text);
        }
        let name = |base: &str| match number {
            Some(number) => format!("{base}#{number}"),
            None => base.to_owned(),
        };
        let path = name(&self.raw.path);
        match draft.finish(&path, &name(&self.raw.key)) {
            Some(document) => self.documents.push(document),
            None => self.errors.push(Stage::Empty.row(&path, "no text in the article")),
        }
    }

    fn feed(&mut self, text: &str, output: &mut Output) {
        let feed = feed::parse(text);
        if let Some(message) = feed.error {
            self.fail(Stage::Decode, message);
        } else if feed.items.is_empty() {
            self.fail(Stage::Empty, "a feed without items");
        }
        for (i, item) in feed.items.into_iter().enumerate() {
            let mut draft = Draft { url: item.url, ..Draft::default() };
            if host(&draft.url).is_empty() {
                host(&feed.url).clone_into(&mut draft.source);
            }
            if draft.source.is_empty() && host(&draft.url).is_empty() {
                draft.source.clone_from(&feed.title);
            }
            draft.date(&item.date);
            draft.headline(&without_tags(&item.title, output));
            output.begin(&draft.title);
            body(&item.body, output);
            output.finish().clone_into(&mut draft.text);
            self.add(draft, Some(i + 1));
        }
    }

    /// A message, whose parts are decoded each by itself.
    fn message(&mut self, scratch: &mut Scratch) {
        let message = match message::parse(&self.raw.bytes) {
            Ok(message) => message,
            Err(error) => return self.fail(Stage::Decode, error),
        };
        let mut draft = Draft { url: message.url, source: message.source, ..Draft::default() };
        draft.date(&message.date);
        draft.headline(&message.title);
        if !message.html {
            scratch.output.begin(&draft.title);
            scratch.output.lines(&message.body);
            scratch.output.finish().clone_into(&mut draft.text);
            return self.add(draft, None);
        }
        let title = draft.title.clone();
        match read_html(&message.body, draft, self.options, scratch) {
            Ok(mut draft) => {
                if draft.title.is_empty() {
                    draft.title = title;
                }
                self.add(draft, None);
            }
            Err(error) => self.fail(Stage::Clean, error),
        }
    }

    fn json(&mut self, text: &str, output: &mut Output) {
        let value = match json::parse(text) {
            Ok(value) => value,
            Err(message) => return self.fail(Stage::Decode, message),
        };
        let options = self.options;
        let is_article = |object: &Map<String, Value>| fields::is_article(object, options);
        match json::content(value, &is_article) {
            Content::One(object) => {
                let draft = read_fields(&object, options, output);
                self.add(draft, None);
            }
            Content::Many(items) => {
                if items.is_empty() {
                    self.fail(Stage::Empty, "a list without articles");
                }
                for (i, item) in items.into_iter().enumerate() {
                    let inner = match item {
                        Value::Object(object) if is_article(&object) => Some(object),
                        Value::Object(object) => json::unwrap(&object, &is_article).or(Some(object)),
                        _ => None,
                    };
                    let draft = inner.map(|object| read_fields(&object, options, output));
                    self.add(draft.unwrap_or_default(), Some(i + 1));
                }
            }
            Content::Unknown(keys) => self.unknown(&keys, text, output),
        }
    }

    /// An object without text: a headline alone will do, else the keys are told.
    fn unknown(&mut self, keys: &[String], text: &str, output: &mut Output) {
        if let Ok(Value::Object(object)) = json::parse(text) {
            let draft = read_fields(&object, self.options, output);
            if !draft.title.is_empty() {
                return self.add(draft, None);
            }
            if fields::has_text(keys) || self.options.text_column.as_ref().is_some_and(|c| object.contains_key(c)) {
                return self.fail(Stage::Empty, "no text in the article");
            }
        }
        self.fail(
            Stage::Decode,
            format!("no key looks like the text of an article; name it with --text-column. The keys are: {}", keys.join(", ")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, content: &str) -> (Vec<Document>, Vec<ErrorRow>) {
        read_with(name, content, &ReadOptions::default())
    }

    fn read_with(name: &str, content: &str, options: &ReadOptions) -> (Vec<Document>, Vec<ErrorRow>) {
        let raw = RawArticle {
            path: name.to_owned(),
            key: name.to_owned(),
            bytes: content.as_bytes().to_vec(),
            hint: crate::read::FormatHint::default(),
        };
        parse(&raw, options, &mut Scratch::default())
    }

    fn one(name: &str, content: &str) -> Document {
        let (mut documents, errors) = read(name, content);
        assert_eq!(errors, Vec::new(), "{name}");
        assert_eq!(documents.len(), 1, "{name}");
        documents.remove(0)
    }

    #[test]
    fn posts_whatever_their_name() {
        let post = "---\ntitle: \" 题\"\ndate: 2020-11-01T15:50:00.003Z\nauthor: 法广\nfrom: https://www.rfi.fr/1\n---\n<!--1604245800003-->\n[题](https://www.rfi.fr/1)\n------\n\n<div>\n<div><i>2020-10-01T00:00:00Z</i></div><p>正文</p>\n</div>\n";
        for name in ["a.md", "a.txt", "a"] {
            let document = one(name, post);
            assert_eq!(document.text, "题\n2020-10-01T00:00:00Z\n正文");
            assert_eq!(document.source, "法广");
            assert_eq!(document.published, "2020-11-01T15:50:00Z");
            assert_eq!(document.url, "https://www.rfi.fr/1");
            assert!(document.title_in_text);
        }
        let bare = "<!--1604245800003-->\n[题](https://www.rfi.fr/1)\n------\n<p>正文</p>";
        let document = one("a.md", bare);
        assert_eq!((document.source.as_str(), document.published.as_str()), ("rfi.fr", "2020-11-01T15:50:00Z"));
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        let document = one("a.txt", "\u{feff}标题 – 法广\r\n\r\n 第一  段 <p>\n");
        assert_eq!(document.text, "标题 – 法广\n\n 第一  段 <p>");
        assert_eq!(document.title, "标题 – 法广");
        assert!(document.title_in_text);
        let document = one("a.txt", "\n文");
        assert!(!document.title_in_text);
    }

    #[test]
    fn pages_and_pieces() {
        let page = "<!DOCTYPE html><html><head><title>题_新华网</title><meta property='article:published_time' content='2021-03-01T00:00:00+08:00'></head><body><nav><a>首页</a></nav><article><h1>题</h1><p>俄罗斯总统普京星期五抵达北京，开始对中国进行访问，将签署多项协议。</p></article></body></html>";
        for name in ["a.html", "a", "a.txt"] {
            let document = one(name, page);
            assert_eq!(document.title, "题");
            assert_eq!(document.text, "题\n俄罗斯总统普京星期五抵达北京，开始对中国进行访问，将签署多项协议。");
            assert_eq!(document.published, "2021-02-28T16:00:00Z");
        }
        assert_eq!(one("a.html", "<p>甲<p>乙").text, "甲\n乙");
        assert_eq!(one("a", "<p>甲</p><p>乙</p>").text, "甲\n乙");
    }

    #[test]
    fn selectors() {
        let page = "<html><body><p>不</p><div class=x><p>要</p></div></body></html>";
        let options = ReadOptions { selector: Some("div.x".into()), ..ReadOptions::default() };
        assert_eq!(read_with("a.html", page, &options).0[0].text, "要");
        let options = ReadOptions { selector: Some(".y".into()), ..ReadOptions::default() };
        assert_eq!(read_with("a.html", page, &options).1[0].stage, "clean");
    }

    #[test]
    fn feeds() {
        let rss = "<?xml version='1.0'?><rss><channel><title>网</title><item><title>甲</title><link>https://a.b/1</link><pubDate>Fri, 28 Feb 2025 16:12:43 GMT</pubDate><description>&lt;p&gt;一&lt;/p&gt;&lt;p&gt;二&lt;/p&gt;</description></item><item><title>乙</title><description>三</description></item></channel></rss>";
        let (documents, errors) = read("f.xml", rss);
        assert_eq!(errors, Vec::new());
        assert_eq!(documents[0].path, "f.xml#1");
        assert_eq!(documents[0].text, "甲\n一\n二");
        assert_eq!(documents[0].published, "2025-02-28T16:12:43Z");
        assert_eq!(documents[0].source, "a.b");
        assert_eq!(documents[1].source, "网");
        assert_eq!(read("f.xml", "<rss><channel></channel></rss>").1[0].stage, "empty");
    }

    #[test]
    fn json_of_every_shape() {
        let document = one("a.json", r#"{"title":"题","content":"<p>一</p><p>二</p>","date":"2021/3/1","url":"https://a.b/1"}"#);
        assert_eq!(document.text, "题\n一\n二");
        assert_eq!(document.published, "2021-03-01");
        let (documents, errors) =
            read("a.json", r#"{"version":"https://jsonfeed.org/version/1.1","items":[{"content_text":"一\n二"},{"content_html":""}]}"#);
        assert_eq!(documents[0].text, "一\n二");
        assert_eq!((errors[0].path.as_str(), errors[0].stage.as_str()), ("a.json#2", "empty"));
        let (documents, errors) = read("a.json", r#"{"foo":1}"#);
        assert!(documents.is_empty() && errors[0].error.contains("--text-column") && errors[0].error.contains("foo"));
        assert_eq!(read("a.json", "{").1[0].stage, "decode");
        assert_eq!(read("a.json", r#"{"text":""}"#).1[0].stage, "empty");
        assert_eq!(one("a.json", r#"{"标题":"题"}"#).text, "题");
    }

    #[test]
    fn messages() {
        let mail = "From: News <n@a.b>\r\nSubject: 题\r\nDate: Fri, 28 Feb 2025 16:12:43 GMT\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>甲</p><p>乙</p>";
        let document = one("a.eml", mail);
        assert_eq!(document.text, "题\n甲\n乙");
        assert_eq!((document.source.as_str(), document.published.as_str()), ("News", "2025-02-28T16:12:43Z"));
    }

    #[test]
    fn markdown() {
        let document = one("a.md", "---\ntitle: 题\nurl: https://a.b/c\ndate: 2021-03-01\n---\n\n**甲**乙\n\n- 丙\n");
        assert_eq!(document.text, "题\n甲乙\n丙");
        assert_eq!(document.url, "https://a.b/c");
        assert_eq!(one("b.md", "# 题\n\n文").text, "题\n文");
    }

    #[test]
    fn what_is_no_article() {
        for (name, content, stage) in [
            ("a.txt", "", "empty"),
            ("a.txt", " \n\n", "empty"),
            ("a.html", "<p> </p>", "empty"),
            ("a.css", "p { color: red }", "decode"),
            ("a.js", "var a = 1;", "decode"),
            ("a.xml", "<?xml version='1.0'?><sitemap><a>x</a></sitemap>", "decode"),
            ("a.pdf", "%PDF-1.4 xx", "decode"),
        ] {
            let (documents, errors) = read(name, content);
            assert!(documents.is_empty(), "{name}");
            assert_eq!(errors[0].stage, stage, "{name}");
        }
    }
}
