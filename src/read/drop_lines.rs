//! Lines that an archive repeats on every page and that are no part of its articles, told by a pattern.

use std::str::FromStr;

use regex::Regex;

/// A regular expression; lines of which it matches a part are left out of articles.
#[derive(Clone, Debug)]
pub struct LinePattern(Regex);

impl PartialEq for LinePattern {
    fn eq(&self, other: &LinePattern) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for LinePattern {}

impl FromStr for LinePattern {
    type Err = regex::Error;

    /// Reads a pattern in the syntax of the `regex` crate.
    fn from_str(pattern: &str) -> Result<LinePattern, regex::Error> {
        Regex::new(pattern).map(LinePattern)
    }
}

impl LinePattern {
    /// Takes the lines that match out of `text`.
    pub fn drop_from(&self, text: &mut String) {
        if !text.lines().any(|line| self.0.is_match(line)) {
            return;
        }
        let kept: Vec<&str> = text.lines().filter(|line| !self.0.is_match(line)).collect();
        *text = kept.join("\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_match_are_left_out() {
        let pattern: LinePattern = "^（?责任编辑|订阅".parse().unwrap();
        let mut text = "第一段。\n欢迎订阅本报\n第二段。\n责任编辑：某某".to_owned();
        pattern.drop_from(&mut text);
        assert_eq!(text, "第一段。\n第二段。");
        assert!("(".parse::<LinePattern>().is_err());
    }
}
