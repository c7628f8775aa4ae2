//! How entities look: their labels and colours.

use crate::graph::Node;
use crate::record::{EntityRow, EntityType};

/// In which script labels are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Labels {
    /// The Chinese name, or the Latin one where there is none.
    Zh,
    /// The Latin name, or the Chinese one where there is none.
    En,
    /// `中文 (Latin)`, or the one there is.
    #[default]
    Both,
}

impl Labels {
    /// The label of an entity; never empty unless all its names are.
    pub fn of(self, row: &EntityRow) -> String {
        let (zh, en) = (row.name_zh.trim(), row.name_en.trim());
        let label = match self {
            _ if zh.is_empty() && en.is_empty() => row.label.trim(),
            Labels::Zh if !zh.is_empty() => zh,
            Labels::En if !en.is_empty() => en,
            Labels::Both if !zh.is_empty() && !en.is_empty() && zh != en => {
                return format!("{zh} ({en})");
            }
            _ if zh.is_empty() => en,
            _ => zh,
        };
        label.to_owned()
    }
}

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

/// The palette of Okabe & Ito (2008), which people with any common colour vision can tell apart;
/// black and yellow, which vanish on a dark or a light ground, are left out.
pub const PALETTE: [Color; 6] =
    [Color(0, 114, 178), Color(213, 94, 0), Color(0, 158, 115), Color(204, 121, 167), Color(230, 159, 0), Color(86, 180, 233)];

/// The colour of whatever has none of its own.
pub const GREY: Color = Color(153, 153, 153);
/// Ties of cooperation.
pub const COOPERATION: Color = PALETTE[0];
/// Ties of conflict.
pub const CONFLICT: Color = PALETTE[1];

/// What the colour of a node shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorBy {
    /// Its type.
    #[default]
    Type,
    /// Its community; the six largest have colours, the rest is grey.
    Community,
}

impl ColorBy {
    /// The colour of a node.
    pub fn of(self, node: &Node) -> Color {
        match self {
            ColorBy::Type => type_color(node.row.kind),
            ColorBy::Community => {
                let community = node.row.community.parse::<usize>().ok();
                community.and_then(|c| PALETTE.get(c).copied()).unwrap_or(GREY)
            }
        }
    }
}

/// The colour of a type of entity.
pub fn type_color(kind: EntityType) -> Color {
    match kind {
        EntityType::Person => PALETTE[1],
        EntityType::Country => PALETTE[0],
        EntityType::Organization => PALETTE[2],
        EntityType::Place => PALETTE[3],
        EntityType::Other => GREY,
    }
}

/// Whether a PLOVER event type is cooperation (`Some(true)`), conflict (`Some(false)`) or unknown.
pub fn cooperative(relation: &str) -> Option<bool> {
    match relation {
        "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" | "COOPERATE" | "AID" | "RETREAT" => Some(true),
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" | "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => Some(false),
        _ => None,
    }
}

/// The colour of a PLOVER event type.
pub fn relation_color(relation: &str) -> Color {
    match cooperative(relation) {
        Some(true) => COOPERATION,
        Some(false) => CONFLICT,
        None => GREY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::samples;

    #[test]
    fn labels() {
        let label = |labels: Labels, zh, en| labels.of(&samples::entity("x", EntityType::Person, zh, en, 1));
        assert_eq!(label(Labels::Both, "普京", "Putin"), "普京 (Putin)");
        assert_eq!(label(Labels::Zh, "普京", "Putin"), "普京");
        assert_eq!(label(Labels::En, "普京", "Putin"), "Putin");
        for labels in [Labels::Zh, Labels::En, Labels::Both] {
            assert_eq!(label(labels, "普京", " "), "普京");
            assert_eq!(label(labels, "", "Putin"), "Putin");
        }
        assert_eq!(label(Labels::Both, "WHO", "WHO"), "WHO");
    }

    #[test]
    fn types_have_colours_of_their_own() {
        let mut seen: Vec<_> = EntityType::NAMED.iter().map(|&t| type_color(t)).collect();
        seen.dedup();
        assert_eq!(seen.len(), 4);
    }
}
