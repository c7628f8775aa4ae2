//! Which field of a record (a row of a table, a JSON object) is what.

use serde_json::{Map, Value};

use super::options::ReadOptions;

/// Names of the text of an article, the best first. Compared in lower case with `_` for blanks and hyphens.
const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "article",
    "full_text",
    "fulltext",
    "article_text",
    "article_body",
    "articlebody",
    "content_html",
    "content_text",
    "content:encoded",
    "maintext",
    "main_text",
    "raw_content",
    "story",
    "正文",
    "内容",
    "內容",
    "文章内容",
    "新闻内容",
    "新聞內容",
    "正文内容",
    "全文",
    "文本",
    "description",
    "summary",
    "摘要",
];
const TITLE: &[&str] =
    &["title", "headline", "article_title", "标题", "標題", "题目", "題目", "新闻标题", "新聞標題", "文章标题", "题名", "篇名", "subject"];
const DATE: &[&str] = &[
    "date",
    "published",
    "published_at",
    "publish_date",
    "published_date",
    "publication_date",
    "date_published",
    "datepublished",
    "publishedat",
    "published_time",
    "publish_time",
    "pubdate",
    "pub_date",
    "datetime",
    "created_at",
    "time",
    "timestamp",
    "日期",
    "发布日期",
    "發布日期",
    "發佈日期",
    "发布时间",
    "發布時間",
    "發佈時間",
    "发表时间",
    "发表日期",
    "时间",
    "時間",
];
const URL: &[&str] = &[
    "url",
    "link",
    "href",
    "source_url",
    "canonical_url",
    "permalink",
    "uri",
    "external_url",
    "网址",
    "網址",
    "链接",
    "連結",
    "鏈接",
    "原文链接",
    "原文連結",
    "地址",
];
const SOURCE: &[&str] = &[
    "source",
    "publisher",
    "media",
    "outlet",
    "site",
    "site_name",
    "source_name",
    "newspaper",
    "domain",
    "来源",
    "來源",
    "媒体",
    "媒體",
    "出处",
    "出處",
    "报纸",
    "報紙",
    "author",
    "作者",
];

/// The fields of one record, as written; empty where it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub text: String,
    pub title: String,
    pub date: String,
    pub url: String,
    pub source: String,
}

/// Picks the fields of a JSON object. Those the options name are taken; the others are guessed by name.
pub(super) fn pick(object: &Map<String, Value>, options: &ReadOptions) -> Fields {
    let field = |chosen: &Option<String>, guesses: &[&str], glue: &str| match chosen {
        Some(name) => {
            object.iter().find(|(key, _)| normalise(key) == normalise(name)).map(|(_, value)| plain(value, glue)).unwrap_or_default()
        }
        None => guess(object.iter().map(|(key, value)| (key.as_str(), value)), guesses, glue),
    };
    Fields {
        text: field(&options.text_column, TEXT, "\n"),
        title: field(&options.title_column, TITLE, " "),
        date: field(&options.date_column, DATE, " "),
        url: field(&options.url_column, URL, " "),
        source: field(&options.source_column, SOURCE, ", "),
    }
}

/// Whether an object has the text of an article.
pub(super) fn is_article(object: &Map<String, Value>, options: &ReadOptions) -> bool {
    object.iter().any(|(key, value)| {
        let filled = match value {
            Value::String(text) => !text.trim().is_empty(),
            other => !plain(other, "").trim().is_empty(),
        };
        filled
            && match &options.text_column {
                Some(name) => normalise(key) == normalise(name),
                None => TEXT.contains(&normalise(key).as_str()),
            }
    })
}

/// Whether one of the columns is the text of an article by its name.
pub(super) fn has_text(columns: &[String]) -> bool {
    columns.iter().any(|column| TEXT.contains(&normalise(column).as_str()))
}

/// Checks a table's header: the columns that the options name must be there, and one must hold text.
///
/// # Errors
/// What is missing, what there is, and the option that mends it.
pub(super) fn check_columns(columns: &[String], options: &ReadOptions) -> Result<(), String> {
    let there = || {
        let shown: Vec<&str> = columns.iter().map(String::as_str).take(30).collect();
        shown.join(", ")
    };
    let named = [&options.text_column, &options.title_column, &options.date_column, &options.url_column, &options.source_column];
    for name in named.into_iter().flatten() {
        if !columns.iter().any(|column| normalise(column) == normalise(name)) {
            return Err(format!("no column named {name}; the columns are: {}", there()));
        }
    }
    let headline = columns.iter().any(|column| TITLE.contains(&normalise(column).as_str()));
    if options.text_column.is_none() && !has_text(columns) && !headline {
        return Err(format!("no column looks like the text of an article; name it with --text-column. The columns are: {}", there()));
    }
    Ok(())
}

/// The best of the names that has a value which isn't empty.
fn guess<'a>(fields: impl Iterator<Item = (&'a str, &'a Value)>, guesses: &[&str], glue: &str) -> String {
    fields
        .filter_map(|(key, value)| {
            let key = normalise(key);
            let rank = guesses.iter().position(|guess| *guess == key)?;
            let text = plain(value, glue);
            (!text.trim().is_empty()).then_some((rank, text))
        })
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, text)| text)
        .unwrap_or_default()
}

fn normalise(key: &str) -> String {
    key.trim()
        .trim_start_matches('\u{feff}')
        .chars()
        .map(|c| if matches!(c, ' ' | '-') { '_' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

/// A value as text: parts of a list joined by `glue`, the name or text of an object.
fn plain(value: &Value, glue: &str) -> String {
    match value {
        Value::Null | Value::Bool(_) => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => {
            let parts: Vec<String> = items.iter().map(|item| plain(item, glue)).filter(|part| !part.trim().is_empty()).collect();
            parts.join(glue)
        }
        Value::Object(object) => ["text", "html", "value", "name", "title", "#text", "rendered", "$date"]
            .iter()
            .find_map(|key| object.get(*key).filter(|inner| !inner.is_object() && !inner.is_array()))
            .map(|inner| plain(inner, glue))
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(json: &str) -> Map<String, Value> {
        match serde_json::from_str(json).unwrap() {
            Value::Object(object) => object,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn guesses() {
        let fields = pick(
            &object(r#"{"Summary":"短","标题":"题","正文":"文","Pub-Date":20210301,"link":"u","author":"人","source":{"name":"报"}}"#),
            &ReadOptions::default(),
        );
        assert_eq!(fields.text, "文");
        assert_eq!(fields.title, "题");
        assert_eq!(fields.date, "20210301");
        assert_eq!(fields.url, "u");
        assert_eq!(fields.source, "报");
    }

    #[test]
    fn chosen_and_empty() {
        let options = ReadOptions { text_column: Some("My Text".into()), ..ReadOptions::default() };
        let record = object(r#"{"text":"不","my_text":["甲","乙"],"title":null,"content":""}"#);
        let fields = pick(&record, &options);
        assert_eq!((fields.text.as_str(), fields.title.as_str()), ("甲\n乙", ""));
        let fallback = object(r#"{"content":" ","summary":"短"}"#);
        assert_eq!(pick(&fallback, &ReadOptions::default()).text, "短");
    }

    #[test]
    fn headers() {
        let columns = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let options = ReadOptions::default();
        assert!(check_columns(&columns(&["ID", "Content"]), &options).is_ok());
        let message = check_columns(&columns(&["编号", "值"]), &options).unwrap_err();
        assert!(message.contains("--text-column") && message.contains("编号, 值"));
        let options = ReadOptions { date_column: Some("when".into()), ..options };
        assert!(check_columns(&columns(&["text"]), &options).is_err());
    }
}
