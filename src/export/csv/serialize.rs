//! Rows by way of serde: a struct is taken apart into fields.

use std::{fmt, io};

use serde::ser::{self, Impossible, Serialize, SerializeStruct, Serializer};

use super::fields::Fields;

/// A row could not be written.
#[derive(Debug)]
pub(super) struct RowError(pub io::Error);

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for RowError {}

impl ser::Error for RowError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        RowError(io::Error::new(io::ErrorKind::InvalidInput, message.to_string()))
    }
}

fn not_a_field<T>() -> Result<T, RowError> {
    Err(ser::Error::custom("a field must be text, a number, a truth value or a plain enum"))
}

/// A row as serde writes it: a struct of fields, or one of them.
pub(super) struct Row<'f, 'a>(pub &'f mut Fields<'a>);

impl SerializeStruct for Row<'_, '_> {
    type Ok = ();
    type Error = RowError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), RowError> {
        value.serialize(Row(self.0))
    }

    fn end(self) -> Result<(), RowError> {
        Ok(())
    }
}

impl Serializer for Row<'_, '_> {
    type Ok = ();
    type Error = RowError;
    type SerializeSeq = Impossible<(), RowError>;
    type SerializeTuple = Impossible<(), RowError>;
    type SerializeTupleStruct = Impossible<(), RowError>;
    type SerializeTupleVariant = Impossible<(), RowError>;
    type SerializeMap = Impossible<(), RowError>;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), RowError>;

    fn serialize_bool(self, v: bool) -> Result<(), RowError> {
        self.0.text(if v { "true" } else { "false" });
        Ok(())
    }
    fn serialize_i8(self, v: i8) -> Result<(), RowError> {
        self.0.shown(v);
        Ok(())
    }
    fn serialize_i16(self, v: i16) -> Result<(), RowError> {
        self.0.shown(v);
        Ok(())
    }
    fn serialize_i32(self, v: i32) -> Result<(), RowError> {
        self.0.shown(v);
        Ok(())
    }
    fn serialize_i64(self, v: i64) -> Result<(), RowError> {
        self.0.shown(v);
        Ok(())
    }
    fn serialize_u8(self, v: u8) -> Result<(), RowError> {
        self.0.whole(v.into());
        Ok(())
    }
    fn serialize_u16(self, v: u16) -> Result<(), RowError> {
        self.0.whole(v.into());
        Ok(())
    }
    fn serialize_u32(self, v: u32) -> Result<(), RowError> {
        self.0.whole(v.into());
        Ok(())
    }
    fn serialize_u64(self, v: u64) -> Result<(), RowError> {
        self.0.whole(v);
        Ok(())
    }
    fn serialize_f32(self, v: f32) -> Result<(), RowError> {
        self.serialize_f64(f64::from(v))
    }
    fn serialize_f64(self, v: f64) -> Result<(), RowError> {
        self.0.number(v);
        Ok(())
    }
    fn serialize_char(self, v: char) -> Result<(), RowError> {
        self.0.shown(v);
        Ok(())
    }
    fn serialize_str(self, v: &str) -> Result<(), RowError> {
        self.0.text(v);
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), RowError> {
        not_a_field()
    }
    fn serialize_none(self) -> Result<(), RowError> {
        self.0.text("");
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), RowError> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), RowError> {
        self.0.text("");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), RowError> {
        not_a_field()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), RowError> {
        self.0.text(variant);
        Ok(())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), RowError> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Result<(), RowError> {
        not_a_field()
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, RowError> {
        not_a_field()
    }
    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, RowError> {
        not_a_field()
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, RowError> {
        not_a_field()
    }
    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self::SerializeTupleVariant, RowError> {
        not_a_field()
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, RowError> {
        not_a_field()
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, RowError> {
        Ok(self)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, RowError> {
        not_a_field()
    }
}
