//! A part of CSS selectors: enough to say which element of a page is the article.

use super::tag::attribute;
use super::tree::Node;

/// A parsed selector: alternatives, each a chain of compounds from the outermost to the element itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::read) struct Selector(Vec<Vec<(Combinator, Compound)>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Combinator {
    Descendant,
    Child,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Compound {
    tag: Option<String>,
    tests: Vec<Test>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Id(String),
    Class(String),
    Has(String),
    /// Attribute, operator (`=`, `~`, `^`, `$`, `*`), value.
    Attribute(String, char, String),
}

impl Selector {
    /// Parses names, `#id`, `.class`, `[attribute]`, `[attribute=value]` (also `~= ^= $= *=`), blanks, `>` and commas.
    ///
    /// # Errors
    /// What can't be understood, and where.
    pub fn parse(text: &str) -> Result<Selector, String> {
        let alternatives = text.split(',').map(|alternative| chain(alternative.trim())).collect::<Result<Vec<_>, _>>()?;
        Ok(Selector(alternatives))
    }

    /// Whether the selector picks this node.
    pub(super) fn matches(&self, nodes: &[Node<'_>], index: usize) -> bool {
        self.0.iter().any(|chain| matches_chain(chain, nodes, Some(index)))
    }
}

fn matches_chain(chain: &[(Combinator, Compound)], nodes: &[Node<'_>], index: Option<usize>) -> bool {
    let Some(((combinator, compound), outer)) = chain.split_last() else {
        return true;
    };
    let Some(node) = index.and_then(|i| nodes.get(i)) else {
        return false;
    };
    if !compound.matches(node) {
        return false;
    }
    if outer.is_empty() {
        return true;
    }
    let mut ancestor = node.parent;
    match combinator {
        Combinator::Child => matches_chain(outer, nodes, ancestor),
        Combinator::Descendant => {
            while let Some(i) = ancestor {
                if matches_chain(outer, nodes, Some(i)) {
                    return true;
                }
                ancestor = nodes.get(i).and_then(|n| n.parent);
            }
            false
        }
    }
}

impl Compound {
    fn matches(&self, node: &Node<'_>) -> bool {
        self.tag.as_ref().is_none_or(|tag| node.is(tag))
            && self.tests.iter().all(|test| {
                let value = |name: &str| attribute(node.attributes, name);
                match test {
                    Test::Id(id) => value("id") == Some(id),
                    Test::Class(class) => value("class").is_some_and(|v| v.split_ascii_whitespace().any(|c| c == class)),
                    Test::Has(name) => value(name).is_some(),
                    Test::Attribute(name, operator, wanted) => value(name).is_some_and(|v| match operator {
                        '~' => v.split_ascii_whitespace().any(|word| word == wanted),
                        '^' => v.starts_with(wanted.as_str()),
                        '$' => v.ends_with(wanted.as_str()),
                        '*' => v.contains(wanted.as_str()),
                        _ => v == wanted,
                    }),
                }
            })
    }
}

fn chain(text: &str) -> Result<Vec<(Combinator, Compound)>, String> {
    let mut chain = Vec::new();
    let mut rest = text.trim();
    let mut combinator = Combinator::Descendant;
    if rest.is_empty() {
        return Err("an empty selector".to_owned());
    }
    // A chain longer than this is no selector for an article, and each step costs time on each element.
    while !rest.is_empty() && chain.len() < 16 {
        let (compound, tail) = compound(rest)?;
        chain.push((combinator, compound));
        let trimmed = tail.trim_start();
        combinator = match trimmed.strip_prefix('>') {
            Some(after) => {
                rest = after.trim_start();
                if rest.is_empty() {
                    return Err("nothing after >".to_owned());
                }
                Combinator::Child
            }
            None => {
                rest = trimmed;
                Combinator::Descendant
            }
        };
    }
    if !rest.is_empty() {
        return Err("the selector is too long".to_owned());
    }
    Ok(chain)
}

fn compound(text: &str) -> Result<(Compound, &str), String> {
    let mut compound = Compound::default();
    let (name, mut rest) = word(text);
    if !name.is_empty() {
        compound.tag = Some(name.to_owned());
    } else if let Some(after) = rest.strip_prefix('*') {
        rest = after;
    } else if !rest.starts_with(['#', '.', '[']) {
        return Err(format!("not understood: {rest}"));
    }
    loop {
        if let Some(after) = rest.strip_prefix('#') {
            let (id, tail) = word(after);
            compound.tests.push(Test::Id(named(id, rest)?));
            rest = tail;
        } else if let Some(after) = rest.strip_prefix('.') {
            let (class, tail) = word(after);
            compound.tests.push(Test::Class(named(class, rest)?));
            rest = tail;
        } else if let Some(after) = rest.strip_prefix('[') {
            let (inner, tail) = after.split_once(']').ok_or_else(|| format!("no ] after {rest}"))?;
            compound.tests.push(test(inner)?);
            rest = tail;
        } else if rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '>') {
            return Ok((compound, rest));
        } else {
            return Err(format!("not understood: {rest}"));
        }
    }
}

fn test(inner: &str) -> Result<Test, String> {
    let Some((name, value)) = inner.split_once('=') else {
        return Ok(Test::Has(named(inner.trim(), inner)?));
    };
    let operator = name.chars().next_back().filter(|c| "~^$*".contains(*c));
    let name = name.trim_end_matches(['~', '^', '$', '*']).trim();
    let value = value.trim().trim_matches(['"', '\'']);
    Ok(Test::Attribute(named(name, inner)?, operator.unwrap_or('='), value.to_owned()))
}

fn named(name: &str, around: &str) -> Result<String, String> {
    if name.is_empty() {
        return Err(format!("a name is missing: {around}"));
    }
    Ok(name.to_owned())
}

fn word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::html::tree;

    fn matched(selector: &str, html: &str) -> Vec<String> {
        let nodes = tree::build(html);
        let selector = Selector::parse(selector).unwrap();
        (0..nodes.len())
            .filter(|&i| selector.matches(&nodes, i))
            .map(|i| attribute(nodes[i].attributes, "id").unwrap_or("").to_owned())
            .collect()
    }

    #[test]
    fn selectors() {
        let html =
            "<body><div id=a class='x main'><p id=b></p><section id=c data-kind=body-text><p id=d></p></section></div><p id=e></p></body>";
        for (selector, expected) in [
            ("p", vec!["b", "d", "e"]),
            ("#c", vec!["c"]),
            (".main", vec!["a"]),
            ("div.x p", vec!["b", "d"]),
            ("div > p", vec!["b"]),
            ("body .main section>p", vec!["d"]),
            ("[data-kind=\"body-text\"], #e", vec!["c", "e"]),
            ("[data-kind^=body]", vec!["c"]),
            ("[data-kind$=text]", vec!["c"]),
            ("[class~=x]", vec!["a"]),
            ("*[data-kind]", vec!["c"]),
            ("article", vec![]),
        ] {
            assert_eq!(matched(selector, html), expected, "{selector}");
        }
    }

    #[test]
    fn errors() {
        for selector in ["", " , ", "div >", "p:first-child", "[a", ".", "#", "[=x]", "a!b"] {
            assert!(Selector::parse(selector).is_err(), "{selector}");
        }
    }
}
