//! Generic bodies: whose 外交部 is meant.

use std::borrow::Cow;

use super::Resolver;
use crate::dictionary::{Body, Lexicon, Sense};
use crate::record::EntityType;
use crate::resolve::english::english_of_body;
use crate::resolve::mention::Local;

impl<'a> Resolver<'a> {
    /// A generic body: its country's own body, listed or made by pattern.
    pub(super) fn body(&mut self, i: usize, text: &str, of_doc: &[&'a str]) -> Option<u32> {
        let lexicon = self.lexicon;
        for (cut, _) in text.char_indices() {
            let (head, tail) = text.split_at(cut);
            let Some(body) = body_of(lexicon, tail) else {
                continue;
            };
            // 河东市|公安局, not 河东|市公安局: the unit belongs to the place where the place is listed with it.
            let unit = tail.chars().next().filter(|&c| !head.is_empty() && is_unit(c)).map_or(0, char::len_utf8);
            let (wide_head, narrow_tail) = text.split_at(cut + unit);
            let wide = (unit > 0)
                .then(|| body_of(lexicon, narrow_tail))
                .flatten()
                .filter(|b| b.role == body.role && lexicon.form(wide_head).is_some_and(|p| !p.senses.is_empty()));
            let is_wide = wide.is_some();
            let (head, tail, body) = wide.map_or((head, tail, body), |body| (wide_head, narrow_tail, body));
            // 国务院 without a country that has one of that name: no other country's cabinet.
            if head.is_empty() && matches!(tail, "国务院" | "立法会" | "国军" | "民主党" | "共和党" | "自民党") {
                return None;
            }
            let owner = if head.is_empty() {
                let code = self.nearest_country(i, of_doc, |code| {
                    lexicon.country_by_code.contains_key(code) || lexicon.org_by_role.contains_key(&(code.to_string(), body.role.clone()))
                })?;
                lexicon.country_by_code.get(code).copied()
            } else {
                lexicon.form(head).and_then(|p| sense_with_unit(lexicon, &p.senses, wide_head).or(p.senses.first())).map(|s| s.entry)
            };
            let owner = owner.and_then(|e| lexicon.entry(e))?;
            if owner.kind == EntityType::Country
                && let Some(&entry) = lexicon.org_by_role.get(&(owner.country.clone(), body.role.clone()))
            {
                return Some(self.entry_local(entry));
            }
            if owner.kind == EntityType::Person {
                return None;
            }
            let zh = match is_wide {
                true => text.to_string(),
                false => name_of_body(&crate::text::fold_str(&owner.name_zh), tail)?,
            };
            let key = (EntityType::Organization, Cow::Owned(zh.clone()));
            if let Some(&local) = self.by_name.get(&key) {
                return Some(local);
            }
            let english = english_of_body(&body.english, &owner.name_en);
            let local = self.add(Local { kind: Some(EntityType::Organization), zh, english, ..Local::default() });
            self.by_name.insert(key, local);
            return Some(local);
        }
        None
    }
}

/// The generic body that a text is, whole.
fn body_of<'l>(lexicon: &'l Lexicon, text: &str) -> Option<&'l Body> {
    lexicon.form(text).and_then(|p| p.body).and_then(|b| lexicon.bodies.get(b as usize))
}

/// The sense that is called by the whole text: 河东市 for 河东 before a 市.
fn sense_with_unit<'s>(lexicon: &Lexicon, senses: &'s [Sense], text: &str) -> Option<&'s Sense> {
    senses.iter().find(|s| lexicon.entry(s.entry).is_some_and(|e| crate::text::fold_str(&e.name_zh) == text))
}

/// The name of a place's body: 河东市 with 市公安局 is 河东市公安局. `None` where the units don't agree,
/// since the body is then another place's: 河东区 with 市公安局.
fn name_of_body(owner: &str, body: &str) -> Option<String> {
    let unit = body.chars().next().filter(|&c| is_unit(c));
    let own = owner.chars().next_back().filter(|&c| is_unit(c));
    match (own, unit) {
        (Some(own), Some(unit)) if own == unit => Some(format!("{}{body}", owner.strip_suffix(own).unwrap_or(owner))),
        (Some(_), Some(_)) => None,
        _ => Some(format!("{owner}{body}")),
    }
}

/// Whether the character ends the full name of an administrative unit.
const fn is_unit(c: char) -> bool {
    matches!(c, '省' | '市' | '县' | '区' | '州' | '盟' | '旗' | '镇' | '乡')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_has_its_places_unit_once() {
        assert_eq!(name_of_body("四平市", "市公安局").as_deref(), Some("四平市公安局"));
        assert_eq!(name_of_body("四平市", "公安局").as_deref(), Some("四平市公安局"));
        assert_eq!(name_of_body("北京", "市公安局").as_deref(), Some("北京市公安局"));
        assert_eq!(name_of_body("河东区", "市公安局"), None);
    }
}
