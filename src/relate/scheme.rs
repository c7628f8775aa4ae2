//! The event types of PLOVER 2.0 (Political Language Ontology for Verifiable Event Records; Halterman,
//! Bagozzi, Beger, Schrodt & Scarborough 2023), their quad classes and their roots in CAMEO.

use serde::{Deserialize, Serialize};

/// A PLOVER event type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum EventType {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

/// PLOVER's quad class: words or deeds, cooperation or conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum QuadClass {
    /// Agreements, meetings, praise, concessions in words.
    VerbalCooperation,
    /// Joint action, aid, withdrawal.
    MaterialCooperation,
    /// Demands, accusations, refusals, threats.
    VerbalConflict,
    /// Protests, sanctions, mobilization, coercion, violence.
    MaterialConflict,
}

impl QuadClass {
    /// The words written in the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            QuadClass::VerbalCooperation => "verbal cooperation",
            QuadClass::MaterialCooperation => "material cooperation",
            QuadClass::VerbalConflict => "verbal conflict",
            QuadClass::MaterialConflict => "material conflict",
        }
    }

    /// Whether the class is conflict.
    pub fn is_conflict(self) -> bool {
        matches!(self, QuadClass::VerbalConflict | QuadClass::MaterialConflict)
    }
}

impl EventType {
    /// All types, in the manual's order.
    pub const ALL: [EventType; 16] = [
        EventType::Agree,
        EventType::Consult,
        EventType::Support,
        EventType::Concede,
        EventType::Cooperate,
        EventType::Aid,
        EventType::Retreat,
        EventType::Request,
        EventType::Accuse,
        EventType::Reject,
        EventType::Threaten,
        EventType::Protest,
        EventType::Sanction,
        EventType::Mobilize,
        EventType::Coerce,
        EventType::Assault,
    ];

    /// The word written in the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            EventType::Agree => "AGREE",
            EventType::Consult => "CONSULT",
            EventType::Support => "SUPPORT",
            EventType::Concede => "CONCEDE",
            EventType::Cooperate => "COOPERATE",
            EventType::Aid => "AID",
            EventType::Retreat => "RETREAT",
            EventType::Request => "REQUEST",
            EventType::Accuse => "ACCUSE",
            EventType::Reject => "REJECT",
            EventType::Threaten => "THREATEN",
            EventType::Protest => "PROTEST",
            EventType::Sanction => "SANCTION",
            EventType::Mobilize => "MOBILIZE",
            EventType::Coerce => "COERCE",
            EventType::Assault => "ASSAULT",
        }
    }

    /// The type a word of the tables names.
    pub fn parse(word: &str) -> Option<EventType> {
        EventType::ALL.into_iter().find(|t| t.as_str() == word)
    }

    /// The quad class of the type.
    pub fn quad(self) -> QuadClass {
        match self {
            EventType::Agree | EventType::Consult | EventType::Support | EventType::Concede => QuadClass::VerbalCooperation,
            EventType::Cooperate | EventType::Aid | EventType::Retreat => QuadClass::MaterialCooperation,
            EventType::Request | EventType::Accuse | EventType::Reject | EventType::Threaten => QuadClass::VerbalConflict,
            EventType::Protest | EventType::Sanction | EventType::Mobilize | EventType::Coerce | EventType::Assault => {
                QuadClass::MaterialConflict
            }
        }
    }

    /// The CAMEO root (01 to 20) that the type came from, where a dictionary row names none.
    pub fn cameo(self) -> u8 {
        match self {
            EventType::Agree => 3,
            EventType::Consult => 4,
            EventType::Support => 5,
            EventType::Cooperate => 6,
            EventType::Aid => 7,
            EventType::Concede | EventType::Retreat => 8,
            EventType::Request => 10,
            EventType::Accuse => 11,
            EventType::Reject => 12,
            EventType::Threaten => 13,
            EventType::Protest => 14,
            EventType::Mobilize => 15,
            EventType::Sanction => 16,
            EventType::Coerce => 17,
            EventType::Assault => 18,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back() {
        for kind in EventType::ALL {
            assert_eq!(EventType::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(EventType::parse("VISIT"), None);
        assert!(EventType::Sanction.quad().is_conflict() && !EventType::Aid.quad().is_conflict());
    }
}
