//! Who holds which post: person, title and the country or organization.

mod words;

use super::title::{TitleRange, titles_between};
use super::{Position, Text};
use crate::record::EntityType;
use crate::resolve::Mention;
use words::{ARMS, CALLINGS, HOLDS, OF_BODY, OF_COUNTRY, OF_STATE, SHARED};

/// Finds the positions of a document.
pub fn positions(text: &Text) -> Vec<Position> {
    let mut reader = Reader { text, titles: Vec::new(), out: Vec::new() };
    for (i, mention) in text.mentions.iter().enumerate() {
        if mention.kind == EntityType::Person {
            if !reader.before(i, mention) {
                reader.bare(i, mention);
            }
            reader.after(i, mention);
            reader.holds(i, mention);
        }
    }
    reader.out
}

struct Reader<'a> {
    text: &'a Text<'a>,
    titles: Vec<TitleRange>,
    out: Vec<Position>,
}

fn is_body(mention: &Mention) -> bool {
    matches!(mention.kind, EntityType::Country | EntityType::Organization)
}

impl Reader<'_> {
    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.view.folded_slice(start..end)
    }

    fn emit(&mut self, person: &Mention, body: &Mention, title: (usize, usize), prefix: &str, confidence: f32) {
        let folded = self.slice(title.0, title.1).trim().to_string();
        // 另一名专家, 一位高级官员.
        let mut start = title.0;
        for lead in ["另外一名", "另一名", "另一位", "一名", "一位", "两名", "两位", "多名", "数名", "这位", "该", "的", "籍"]
        {
            if folded.starts_with(lead) {
                start += lead.chars().count();
                break;
            }
        }
        let folded = self.slice(start, title.1).trim().to_string();
        if folded.is_empty() || folded.contains('及') || self.slice(title.0, title.0 + 1) == "籍" {
            return;
        }
        let calling = CALLINGS.iter().any(|c| folded.ends_with(c));
        if body.kind == EntityType::Country && calling {
            return;
        }
        if body.kind == EntityType::Organization && OF_STATE.iter().any(|s| folded.ends_with(s)) && !self.is_state_body(body) {
            return;
        }
        let written = format!("{prefix}{}", self.text.view.surface(start..title.1).trim());
        let same = |p: &Position| p.person == person.local && p.body == body.local && p.title == written && p.sentence == person.sentence;
        if person.local == body.local || self.out.iter().any(same) {
            return;
        }
        self.out.push(Position {
            sentence: person.sentence,
            person: person.local,
            title: written,
            body: body.local,
            confidence,
            text: self.text.sentence_text(person.sentence as usize),
        });
    }

    /// Organizations that have heads of state and ministers: 日本政府, 流亡政府.
    fn is_state_body(&self, body: &Mention) -> bool {
        let name = self.slice(body.start as usize, body.end as usize);
        name.ends_with("政府") || name.ends_with("共和国") || name.ends_with("内阁")
    }

    /// 前 before the body (前白宫顾问): belongs to the title.
    fn prefix(&self, body: &Mention) -> String {
        let at = body.start as usize;
        for word in ["前任", "时任", "前"] {
            let n = word.chars().count();
            let Some(from) = at.checked_sub(n) else { continue };
            if self.slice(from, at) != word {
                continue;
            }
            let free = from == 0
                || !matches!(
                    self.text.view.at(from - 1),
                    '以' | '之' | '日' | '目' | '此' | '先' | '年' | '月' | '天' | '周' | '期' | '场' | '会' | '面'
                );
            if free && self.text.words.is_border(from) {
                return self.text.view.surface(from..at);
            }
        }
        String::new()
    }

    /// Whether the name is in brackets right after another name of the same thing, or brackets follow: gives
    /// where the text goes on.
    fn past_marks(&self, mut at: usize, end: usize) -> usize {
        while at < end && matches!(self.text.view.at(at), ')' | '）' | '”' | '」' | '』' | '》' | '"') {
            at += 1;
        }
        at
    }

    /// 美国国务卿布林肯: body, title, name.
    fn before(&mut self, i: usize, person: &Mention) -> bool {
        let text = self.text;
        let end = person.start as usize;
        for back in 1..=4usize {
            let Some(body) = i.checked_sub(back).and_then(|k| text.mentions.get(k)) else { return false };
            if body.sentence != person.sentence || end - (body.end as usize).min(end) > 30 {
                return false;
            }
            if !is_body(body) {
                continue;
            }
            let ahead = i.checked_sub(back + 1).and_then(|k| text.mentions.get(k)).filter(|m| m.sentence == body.sentence);
            let name = self.slice(body.start as usize, body.end as usize);
            // 英国政府使者、海军上尉某某: the arm belongs to the rank.
            if ARMS.contains(&name) && ahead.is_none_or(|m| m.end != body.start) {
                continue;
            }
            // 驻加拿大大使: the country is where, not for whom.
            if body.start > 0 && text.view.at(body.start as usize - 1) == '驻' {
                continue;
            }
            let mut start = self.past_marks(body.end as usize, end);
            let organs = if body.kind == EntityType::Country { OF_COUNTRY } else { OF_BODY };
            for organ in organs {
                let n = organ.chars().count();
                if self.slice(start, start + n) == *organ {
                    start += n;
                    break;
                }
            }
            start = self.past_marks(start, end);
            if start >= end || !titles_between(text, start, end, &mut self.titles) {
                continue;
            }
            let found = self.titles.clone();
            // 研究院首席美国经济学家: the country only says what he knows about.
            if body.kind == EntityType::Country
                && let Some(institute) = ahead.filter(|m| m.kind == EntityType::Organization)
                && let [one] = found.as_slice()
                && CALLINGS.iter().any(|c| self.slice(one.0, one.1).ends_with(c))
            {
                let from = self.past_marks(institute.end as usize, body.start as usize);
                let between = self.slice(from, body.start as usize).trim_start_matches('的');
                if matches!(between, "" | "首席" | "资深" | "高级") {
                    let from = from + usize::from(self.slice(from, from + 1) == "的");
                    self.emit(person, institute, (from, one.1), "", 0.85);
                    return true;
                }
            }
            let prefix = self.prefix(body);
            for (k, &title) in found.iter().enumerate() {
                let confidence = if k == 0 { 0.9 } else { 0.8 };
                // 前白宫顾问 stays whole; 前美国国务卿 is 前国务卿 of the country.
                if k == 0 && !prefix.is_empty() && body.kind == EntityType::Organization {
                    self.emit(person, body, (body.start as usize - prefix.chars().count(), title.1), "", confidence);
                    continue;
                }
                let prefix = if k == 0 { prefix.as_str() } else { "" };
                // 俄罗斯联邦安全会议秘书、前国防部长: a minister is one of the country.
                self.emit(person, body, title, prefix, confidence);
            }
            self.share(i, person, body, &found);
            return true;
        }
        false
    }

    /// 记者甲、乙: the others share the title.
    fn share(&mut self, i: usize, person: &Mention, body: &Mention, found: &[TitleRange]) {
        let [one] = found else { return };
        let name = self.slice(one.0, one.1);
        if !SHARED.iter().any(|s| name.ends_with(s)) {
            return;
        }
        let text = self.text;
        let mut last = person;
        for other in text.mentions.get(i + 1..).unwrap_or(&[]) {
            // The Latin half of the name before.
            if other.local == last.local {
                last = other;
                continue;
            }
            let from = self.past_marks(last.end as usize, other.start as usize);
            if other.kind != EntityType::Person || !matches!(self.slice(from, other.start as usize), "、" | "和" | "与" | "及" | "以及")
            {
                break;
            }
            self.emit(other, body, *one, "", 0.8);
            last = other;
        }
    }

    /// 美国总统拜登和国务卿布林肯: a bare title after 和 is of the country of the one before.
    fn bare(&mut self, i: usize, person: &Mention) {
        let text = self.text;
        let end = person.start as usize;
        let n = usize::from(text.marks.title_ends.get(end).copied().unwrap_or(0));
        if n == 0 || n > end {
            return;
        }
        let mut start = end - n;
        if start > 0 && text.view.at(start - 1) == '前' && text.words.is_border(start - 1) {
            start -= 1;
        }
        let title = self.slice(start, end);
        let kind = text.lexicon.form(self.slice(end - n, end)).and_then(|p| p.title).and_then(|t| text.lexicon.titles.get(t as usize));
        if !kind.is_some_and(|t| matches!(t.kind.as_str(), "head_of_state" | "head_of_government" | "minister"))
            || CALLINGS.iter().any(|c| title.ends_with(c))
        {
            return;
        }
        let joint = (1..=4).rev().find_map(|n| {
            let from = start.checked_sub(n)?;
            matches!(self.slice(from, start), "、" | "和" | "与" | "及" | "以及" | "、以及" | "同").then_some(from)
        });
        let Some(joint) = joint else { return };
        // The one before it, past a bracket.
        for other in text.mentions.get(..i).unwrap_or(&[]).iter().rev().take(3) {
            if other.sentence != person.sentence || other.kind != EntityType::Person {
                return;
            }
            let from = self.past_marks(other.end as usize, joint);
            if from != joint {
                continue;
            }
            let held = self.out.iter().rev().find(|p| p.person == other.local && p.sentence == person.sentence);
            let Some(body) = held.map(|p| p.body) else { return };
            let Some(body) = text.mentions.get(..i).unwrap_or(&[]).iter().rev().find(|m| m.local == body && m.kind == EntityType::Country)
            else {
                return;
            };
            self.emit(person, body, (start, end), "", 0.7);
            return;
        }
    }

    /// 王毅，中国外长，…; 某某，兰德公司研究员。
    fn after(&mut self, i: usize, person: &Mention) {
        let text = self.text;
        let Some(body) = text.mentions.get(i + 1).filter(|m| m.sentence == person.sentence && is_body(m)) else { return };
        let from = person.end as usize;
        if !matches!(self.slice(from, body.start as usize), "," | "，" | "是" | "(" | "（" | "系" | ",是" | "曾是") {
            return;
        }
        let mut stop = body.end as usize;
        let limit = text.mentions.get(i + 2).map_or(text.view.len(), |m| m.start as usize);
        while stop < limit
            && stop - (body.end as usize) < 16
            && !matches!(text.view.at(stop), ',' | '，' | '。' | ')' | '）' | '、' | ';' | '；' | '\n')
        {
            stop += 1;
        }
        if stop >= limit && text.view.at(stop) != '\n' && stop < text.view.len() {
            return;
        }
        if titles_between(text, body.end as usize, stop, &mut self.titles) {
            let found = self.titles.clone();
            for title in found {
                self.emit(person, body, title, "", 0.8);
            }
        }
    }

    /// 某某曾担任日本首相; 某某当选美国总统.
    fn holds(&mut self, i: usize, person: &Mention) {
        let text = self.text;
        let mut from = self.past_marks(person.end as usize, text.view.len());
        let mut body = None;
        for next in text.mentions.get(i + 1..).unwrap_or(&[]).iter().take(3) {
            if next.sentence != person.sentence {
                return;
            }
            if next.local == person.local || next.start as usize <= from {
                from = self.past_marks(next.end as usize, text.view.len());
                continue;
            }
            if is_body(next) {
                body = Some(next);
            }
            break;
        }
        let Some(body) = body else { return };
        let between = self.slice(from, body.start as usize).to_string();
        if between.chars().count() > 14 || between.contains([',', '，', '。', '、', '“', '的', '：', ':', '；', '未', '没', '不', '若'])
        {
            return;
        }
        let Some(verb) = HOLDS.iter().find(|v| between.ends_with(**v)) else { return };
        let lead = between.strip_suffix(verb).unwrap_or("");
        if *verb == "任" && !lead.is_empty() && !lead.ends_with('曾') && !lead.ends_with('现') {
            return;
        }
        let mut stop = body.end as usize;
        let limit =
            text.mentions.get(text.mentions.partition_point(|m| m.start <= body.start)).map_or(text.view.len(), |m| m.start as usize);
        // The longest title that begins right here, or a run up to a mark.
        let listed = usize::from(text.marks.title_starts.get(stop).copied().unwrap_or(0));
        if listed > 0 && stop + listed <= limit {
            stop += listed;
        } else {
            while stop < limit
                && stop - (body.end as usize) < 14
                && !matches!(text.view.at(stop), ',' | '，' | '。' | ')' | '）' | '、' | ';' | '；' | '\n' | '的')
            {
                stop += 1;
            }
        }
        if titles_between(text, body.end as usize, stop, &mut self.titles) {
            let found = self.titles.clone();
            if let [one] = found.as_slice() {
                self.emit(person, body, *one, "", 0.75);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::positions;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(positions(text), expected, "{text}");
    }

    #[test]
    fn body_title_name() {
        check("美国国务卿布林肯抵达东京。", &["布林肯 国务卿 美国"]);
        check("美国前国务卿蓬佩奥抵达台北。", &["蓬佩奥 前国务卿 美国"]);
        check("中国驻法国大使卢沙野出席了会议。", &["卢沙野 驻法国大使 中国"]);
    }

    #[test]
    fn several_titles() {
        check("法国政府使者、海军上尉皮埃尔·杜邦抵达。", &["皮埃尔·杜邦 使者 法国", "皮埃尔·杜邦 海军上尉 法国"]);
    }

    #[test]
    fn apposition() {
        check("王毅，中国外长，周一抵达柏林。", &["王毅 外长 中国"]);
    }

    #[test]
    fn posts_taken() {
        check("岸田文雄曾担任日本外相，当时他很年轻。", &["岸田文雄 外相 日本"]);
    }

    #[test]
    fn callings_and_party_presidents_are_no_positions() {
        check("芬兰建筑师阿尔托说，天气很好。", &[]);
        check("共和党籍总统特朗普发表讲话。", &[]);
    }

    #[test]
    fn verbs_are_no_titles() {
        check("美国访问中国总理李克强。", &["李克强 总理 中国"]);
    }
}
