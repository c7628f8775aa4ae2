//! Messages in MIME: newsletters (`.eml`, a message of an mbox) and pages saved with their pictures (`.mht`, `.mhtml`).

use mailparse::{MailHeaderMap, ParsedMail};

/// What a message holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Message {
    pub title: String,
    /// Who sent it; empty for a saved page.
    pub source: String,
    /// As written.
    pub date: String,
    pub url: String,
    /// The first part that is HTML, else the first that is text.
    pub body: String,
    /// Whether `body` is HTML.
    pub html: bool,
}

/// Whether bytes begin as a message does, with header lines, one of which speaks of MIME.
pub(super) fn looks_like(bytes: &[u8], extension: &str) -> bool {
    if !matches!(extension, "eml" | "mht" | "mhtml" | "msg" | "") {
        return false;
    }
    let head = bytes.get(..4096).unwrap_or(bytes);
    let mut mime = false;
    for (i, line) in head.split(|&b| b == b'\n').enumerate() {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        let name = line.split(|&b| b == b':').next().unwrap_or(line);
        let is_header = name.len() < line.len() && !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
        let folded = i > 0 && matches!(line.first(), Some(b' ' | b'\t'));
        if !is_header && !folded {
            return false;
        }
        mime |= name.eq_ignore_ascii_case(b"MIME-Version") || name.eq_ignore_ascii_case(b"Content-Type");
    }
    mime
}

/// Takes a message apart.
///
/// # Errors
/// What is wrong with it.
pub(super) fn parse(bytes: &[u8]) -> Result<Message, String> {
    let mail = mailparse::parse_mail(bytes).map_err(|error| format!("no valid message: {error}"))?;
    let header = |name: &str| mail.headers.get_first_value(name).unwrap_or_default().trim().to_owned();
    let Some((part, html)) =
        part(&mail, "text/html").map(|part| (part, true)).or_else(|| part(&mail, "text/plain").map(|part| (part, false)))
    else {
        return Err("a message without text".to_owned());
    };
    let body = part.get_body().map_err(|error| format!("a part of the message is damaged: {error}"))?;
    let location = [
        header("Snapshot-Content-Location"),
        part.headers.get_first_value("Content-Location").unwrap_or_default(),
        header("Content-Location"),
    ];
    let url = location.into_iter().find(|url| url.starts_with("http")).unwrap_or_default();
    let source = match url.is_empty() {
        true => sender(&header("From")),
        false => String::new(),
    };
    Ok(Message { title: header("Subject"), source, date: header("Date"), url, body, html })
}

/// The first part of this type that isn't an attachment.
fn part<'a>(mail: &'a ParsedMail<'a>, kind: &str) -> Option<&'a ParsedMail<'a>> {
    mail.parts().find(|part| {
        part.ctype.mimetype.eq_ignore_ascii_case(kind)
            && part.get_content_disposition().disposition != mailparse::DispositionType::Attachment
    })
}

/// The name in `Name <box@host>`, else the host.
fn sender(from: &str) -> String {
    let (name, address) = from.split_once('<').unwrap_or(("", from));
    let name = name.trim().trim_matches('"').trim();
    if !name.is_empty() {
        return name.to_owned();
    }
    let host = address.rsplit('@').next().unwrap_or("");
    host.trim().trim_end_matches('>').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newsletters() {
        let mail = "From: =?UTF-8?B?5p+Q5oql?= <news@a.b>\r\nSubject: =?UTF-8?B?5pmu5Lqs6K6/5Y2O?=\r\nDate: Fri, 28 Feb 2025 16:12:43 +0800\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nplain\r\n--x\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=C6=D5=BE=A9</p>\r\n--x--\r\n";
        assert!(looks_like(mail.as_bytes(), "eml"));
        let message = parse(mail.as_bytes()).unwrap();
        assert_eq!(message.title, "普京访华");
        assert_eq!(message.source, "某报");
        assert_eq!(message.body.trim(), "<p>普京</p>");
        assert!(message.html);
    }

    #[test]
    fn saved_pages() {
        let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.a.b/1\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"y\"\r\n\r\n--y\r\nContent-Type: text/html\r\nContent-Location: https://www.a.b/1\r\n\r\n<html></html>\r\n--y--\r\n";
        let message = parse(page.as_bytes()).unwrap();
        assert_eq!((message.url.as_str(), message.source.as_str()), ("https://www.a.b/1", ""));
    }

    #[test]
    fn no_messages() {
        assert!(!looks_like("普京: 访华\n".as_bytes(), "eml"));
        assert!(!looks_like(b"Title: x\nText: y\n\nbody", ""));
        assert!(!looks_like(b"MIME-Version: 1.0\n\n", "txt"));
        assert!(parse(b"Content-Type: image/png\r\n\r\nxx").is_err());
        assert_eq!(sender("news@a.b"), "a.b");
        assert_eq!(sender(""), "");
    }
}
