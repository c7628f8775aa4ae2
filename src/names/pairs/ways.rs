//! The means by which a pair is told, a file each.

mod adopted;
mod borders;
mod initials;
mod listed;
mod romanisation;
mod sound;
mod translation;
