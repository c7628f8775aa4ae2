//! Tables as CSV (RFC 4180, UTF-8, `\n` line ends).

use std::borrow::Borrow;
use std::fmt;
use std::io::{self, Write};
use std::sync::LazyLock;

use serde::de::{self, DeserializeOwned, Visitor};
use serde::ser::{self, Impossible, Serialize, SerializeStruct, Serializer};

use super::number;
use crate::graph::Network;
use crate::record::EdgeRow;

/// Writes rows of one of the types of [`crate::record`] under a header.
///
/// Fields are written in the order they are declared, under their serialised names; the header is
/// there even when no row follows. Numbers with a point have at most nine decimals and no trailing
/// zeros, so that equal values give equal bytes.
pub struct Table<W: Write> {
    inner: W,
    /// What was not handed to `inner` yet: whole rows, and the one in the making.
    buffer: Vec<u8>,
    /// Bytes that gather in the buffer.
    capacity: usize,
    /// Memory of a number in the making.
    text: String,
    columns: usize,
    rows: u64,
}

/// Bytes of a table that gather before they are written.
const GATHERED: usize = 1 << 16;

impl<W: Write> Table<W> {
    /// Starts a table of `T`; `bom` puts a byte-order mark first, without which Excel takes the
    /// text for another encoding.
    pub fn new<T: DeserializeOwned>(inner: W, bom: bool) -> io::Result<Table<W>> {
        let mut table = Table::empty::<T>(inner, GATHERED);
        if bom {
            table.buffer.extend_from_slice("\u{feff}".as_bytes());
        }
        for (column, name) in columns::<T>().iter().enumerate() {
            if column > 0 {
                table.buffer.push(b',');
            }
            push_field(&mut table.buffer, name.as_bytes());
        }
        table.end_of_row();
        Ok(table)
    }

    fn empty<T: DeserializeOwned>(inner: W, capacity: usize) -> Table<W> {
        Table { inner, buffer: Vec::new(), capacity, text: String::new(), columns: columns::<T>().len(), rows: 0 }
    }

    /// Writes one row.
    ///
    /// # Errors
    /// A row with another number of fields, or a disk that does not take it.
    pub fn row<T: Serialize>(&mut self, row: &T) -> io::Result<()> {
        let from = self.buffer.len();
        let fields = Row { out: &mut self.buffer, text: &mut self.text, before: 0 };
        let written = row.serialize(fields).map_err(|e| e.0);
        self.complete(from, written)
    }

    /// Writes one row field by field: for tables of which there are more rows than serde's way is quick enough for. The fields must be
    /// those of `T`, in their order.
    ///
    /// # Errors
    /// As [`Table::row`].
    pub fn fields(&mut self, write: impl FnOnce(&mut Fields<'_>)) -> io::Result<()> {
        let from = self.buffer.len();
        let mut fields = Fields { out: &mut self.buffer, text: &mut self.text, before: 0 };
        write(&mut fields);
        let written = fields.before;
        self.complete(from, Ok(written))
    }

    /// Ends the row that begins at `from` and has so many fields.
    fn complete(&mut self, from: usize, fields: io::Result<usize>) -> io::Result<()> {
        let whole = fields.and_then(|fields| match fields == self.columns {
            true => Ok(()),
            false => Err(io::Error::new(io::ErrorKind::InvalidInput, "a row of another table")),
        });
        if let Err(error) = whole {
            self.buffer.truncate(from);
            return Err(error);
        }
        if self.buffer.len() == from {
            // One column and nothing in it: an empty line would be no row.
            self.buffer.extend_from_slice(b"\"\"");
        }
        self.end_of_row();
        self.rows += 1;
        if self.buffer.len() >= self.capacity { self.hand_over() } else { Ok(()) }
    }

    fn end_of_row(&mut self) {
        self.buffer.push(b'\n');
    }

    fn hand_over(&mut self) -> io::Result<()> {
        self.inner.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    /// Flushes the table; gives back what it was written to.
    ///
    /// # Errors
    /// When the rest cannot be written.
    pub fn into_inner(mut self) -> io::Result<W> {
        self.hand_over()?;
        Ok(self.inner)
    }

    /// Flushes the table; gives the number of rows.
    pub fn finish(mut self) -> io::Result<u64> {
        self.hand_over()?;
        self.inner.flush()?;
        Ok(self.rows)
    }
}

impl Table<io::Sink> {
    /// A piece of a table of `T`, without its header, which gathers in memory ([`Table::into_bytes`]).
    pub fn part<T: DeserializeOwned>() -> Table<io::Sink> {
        Table::empty::<T>(io::sink(), usize::MAX)
    }

    /// The rows of the piece.
    pub fn into_bytes(self) -> Vec<u8> {
        self.buffer
    }
}

/// The fields of a row in the making.
pub struct Fields<'a> {
    out: &'a mut Vec<u8>,
    text: &'a mut String,
    /// Fields written.
    before: usize,
}

impl Fields<'_> {
    fn border(&mut self) {
        if self.before > 0 {
            self.out.push(b',');
        }
        self.before += 1;
    }

    /// Any text.
    pub fn text(&mut self, text: &str) {
        self.border();
        push_field(self.out, text.as_bytes());
    }

    /// A word that holds nothing which would have to stand in quotes.
    pub fn plain(&mut self, word: &str) {
        self.border();
        self.out.extend_from_slice(word.as_bytes());
    }

    /// A whole number.
    pub fn whole(&mut self, value: u64) {
        self.border();
        self.out.extend_from_slice(number::Digits::of(value).as_bytes());
    }

    /// A number with a point.
    pub fn number(&mut self, value: f64) {
        self.border();
        self.text.clear();
        number::push(self.text, value);
        self.out.extend_from_slice(self.text.as_bytes());
    }
}

/// What tells which fields must stand in quotes.
static QUOTING: LazyLock<csv_core::Writer> = LazyLock::new(csv_core::Writer::new);

/// Whether a field holds a byte that a table in commas may have to quote: most hold none, and are told so many bytes at a time.
fn may_need_quotes(field: &[u8]) -> bool {
    let asks = |b: &u8| matches!(b, b'"' | b',' | b'\r' | b'\n');
    let mut stretches = field.chunks_exact(16);
    stretches.any(|stretch| stretch.iter().fold(false, |found, b| found | asks(b))) || stretches.remainder().iter().any(asks)
}

/// Appends a field, in quotes where it holds what would end it.
fn push_field(out: &mut Vec<u8>, field: &[u8]) {
    if !may_need_quotes(field) || !QUOTING.should_quote(field) || field.is_empty() {
        out.extend_from_slice(field);
        return;
    }
    out.push(b'"');
    let from = out.len();
    // Room for a field that is nothing but quotes.
    out.resize(from + 2 * field.len(), 0);
    let (_, _, written) = csv_core::quote(field, &mut out[from..], b'"', b'"', true);
    out.truncate(from + written);
    out.push(b'"');
}

/// Writes a whole table; gives the number of rows.
pub fn write<T, R>(writer: impl Write, rows: impl IntoIterator<Item = R>, bom: bool) -> io::Result<u64>
where
    T: Serialize + DeserializeOwned,
    R: Borrow<T>,
{
    let mut table = Table::new::<T>(writer, bom)?;
    for row in rows {
        table.row(row.borrow())?;
    }
    table.finish()
}

/// Writes `edges.csv`; gives the number of rows.
pub fn write_edges(writer: impl Write, network: &Network, bom: bool) -> io::Result<u64> {
    let mut table = Table::new::<EdgeRow>(writer, bom)?;
    for edge in network.edge_rows() {
        // The fields of an `EdgeRow`.
        table.fields(|row| {
            row.text(edge.source);
            row.text(edge.target);
            row.plain(edge.kind);
            row.whole(edge.weight);
            row.whole(edge.documents);
            row.number(edge.npmi);
            row.text(edge.first_published);
            row.text(edge.last_published);
            row.number(edge.g2);
            row.number(edge.disparity);
        })?;
    }
    table.finish()
}

/// The names of the columns of a row type, in order; empty for a type that is not a struct.
pub fn columns<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut names: &'static [&'static str] = &[];
    // The reader is handed nothing to read; all it does is note the names it is asked for.
    let _ = T::deserialize(Names(&mut names));
    names
}

/// Notes the field names a struct asks for, then refuses.
struct Names<'a>(&'a mut &'static [&'static str]);

impl<'de> de::Deserializer<'de> for Names<'_> {
    type Error = de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(de::Error::custom("only structs have columns"))
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, fields: &'static [&'static str], _: V) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        Err(de::Error::custom("names noted"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// A row could not be written.
#[derive(Debug)]
struct RowError(io::Error);

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

/// Takes a struct apart into fields; gives how many there were. As a field it takes plain values.
struct Row<'a> {
    out: &'a mut Vec<u8>,
    text: &'a mut String,
    /// Fields of the row that stand before.
    before: usize,
}

impl Row<'_> {
    /// The comma between two fields.
    fn border(&mut self) {
        if self.before > 0 {
            self.out.push(b',');
        }
    }

    fn field(mut self, text: &str) -> Result<usize, RowError> {
        self.border();
        push_field(self.out, text.as_bytes());
        Ok(1)
    }

    /// A whole number; tables hold millions of them.
    fn whole(mut self, value: u64) -> Result<usize, RowError> {
        self.border();
        self.out.extend_from_slice(number::Digits::of(value).as_bytes());
        Ok(1)
    }

    fn shown(mut self, value: impl fmt::Display) -> Result<usize, RowError> {
        use fmt::Write;
        self.text.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{value}");
        self.border();
        push_field(self.out, self.text.as_bytes());
        Ok(1)
    }
}

impl SerializeStruct for Row<'_> {
    type Ok = usize;
    type Error = RowError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), RowError> {
        self.before += value.serialize(Row { out: self.out, text: self.text, before: self.before })?;
        Ok(())
    }

    fn end(self) -> Result<usize, RowError> {
        Ok(self.before)
    }
}

impl<'a> Serializer for Row<'a> {
    type Ok = usize;
    type Error = RowError;
    type SerializeSeq = Impossible<usize, RowError>;
    type SerializeTuple = Impossible<usize, RowError>;
    type SerializeTupleStruct = Impossible<usize, RowError>;
    type SerializeTupleVariant = Impossible<usize, RowError>;
    type SerializeMap = Impossible<usize, RowError>;
    type SerializeStruct = Row<'a>;
    type SerializeStructVariant = Impossible<usize, RowError>;

    fn serialize_bool(self, v: bool) -> Result<usize, RowError> {
        self.field(if v { "true" } else { "false" })
    }
    fn serialize_i8(self, v: i8) -> Result<usize, RowError> {
        self.shown(v)
    }
    fn serialize_i16(self, v: i16) -> Result<usize, RowError> {
        self.shown(v)
    }
    fn serialize_i32(self, v: i32) -> Result<usize, RowError> {
        self.shown(v)
    }
    fn serialize_i64(self, v: i64) -> Result<usize, RowError> {
        self.shown(v)
    }
    fn serialize_u8(self, v: u8) -> Result<usize, RowError> {
        self.whole(u64::from(v))
    }
    fn serialize_u16(self, v: u16) -> Result<usize, RowError> {
        self.whole(u64::from(v))
    }
    fn serialize_u32(self, v: u32) -> Result<usize, RowError> {
        self.whole(u64::from(v))
    }
    fn serialize_u64(self, v: u64) -> Result<usize, RowError> {
        self.whole(v)
    }
    fn serialize_f32(self, v: f32) -> Result<usize, RowError> {
        self.serialize_f64(f64::from(v))
    }
    fn serialize_f64(mut self, v: f64) -> Result<usize, RowError> {
        self.border();
        self.text.clear();
        number::push(self.text, v);
        self.out.extend_from_slice(self.text.as_bytes());
        Ok(1)
    }
    fn serialize_char(self, v: char) -> Result<usize, RowError> {
        self.shown(v)
    }
    fn serialize_str(self, v: &str) -> Result<usize, RowError> {
        self.field(v)
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<usize, RowError> {
        not_a_field()
    }
    fn serialize_none(self) -> Result<usize, RowError> {
        self.field("")
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<usize, RowError> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<usize, RowError> {
        self.field("")
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<usize, RowError> {
        not_a_field()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<usize, RowError> {
        self.field(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<usize, RowError> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Result<usize, RowError> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::samples;
    use crate::record::{EntityRow, EntityType, ErrorRow, Evidence, MentionRow, Role};
    use proptest::prelude::*;

    fn text<T: Serialize + DeserializeOwned>(rows: &[T], bom: bool) -> String {
        let mut bytes = Vec::new();
        write::<T, _>(&mut bytes, rows, bom).expect("a table");
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn the_header_is_the_contract() {
        assert_eq!(
            text::<EntityRow>(&[], false),
            "Id,Label,type,name_zh,name_en,aliases,iso_3166,mentions,documents,first_published,\
             last_published,degree,weighted_degree,pagerank,betweenness,community,core,component\n"
        );
        assert_eq!(
            text::<EdgeRow>(&[], true),
            "\u{feff}Source,Target,Type,Weight,documents,npmi,first_published,last_published,g2,disparity\n"
        );
    }

    #[test]
    fn fields_of_every_kind() {
        let mention = MentionRow {
            doc_id: "00ff".into(),
            paragraph: 1,
            sentence: 2,
            start: 3,
            end: 5,
            surface: "普京, \"V.\"\nP.".into(),
            kind: EntityType::Person,
            entity_id: "Q7747".into(),
            evidence: Evidence::Dictionary,
            confidence: 0.95,
            role: Role::Source,
        };
        let lines = text(&[mention], false);
        assert!(lines.ends_with("\n00ff,1,2,3,5,\"普京, \"\"V.\"\"\nP.\",person,Q7747,dictionary,0.95,source\n"));
    }

    /// Rows written field by field are those that serde writes.
    #[test]
    fn fields_one_by_one() {
        let mentions =
            [Evidence::Dictionary, Evidence::Pair, Evidence::Alias, Evidence::Pattern, Evidence::Model].map(|evidence| MentionRow {
                doc_id: "00ff".into(),
                paragraph: 0,
                sentence: 10,
                start: 9,
                end: u32::MAX,
                surface: if evidence == Evidence::Pair { "普京, P." } else { "普京" }.into(),
                kind: EntityType::Other,
                entity_id: "a,b".into(),
                evidence,
                confidence: 0.125,
                role: if evidence == Evidence::Model { Role::Source } else { Role::Party },
            });
        let mut table = Table::new::<MentionRow>(Vec::new(), false).expect("a table");
        for m in &mentions {
            let written = table.fields(|row| {
                row.plain(&m.doc_id);
                for number in [m.paragraph, m.sentence, m.start, m.end] {
                    row.whole(number.into());
                }
                row.text(&m.surface);
                row.plain(m.kind.as_str());
                row.text(&m.entity_id);
                row.plain(m.evidence.as_str());
                row.number(m.confidence);
                row.plain(m.role.as_str());
            });
            assert!(written.is_ok());
        }
        assert!(table.fields(|row| row.whole(1)).is_err(), "too few");
        assert_eq!(String::from_utf8(table.into_inner().expect("written")), Ok(text(&mentions, false)));
        let network = samples::network();
        let mut bytes = Vec::new();
        write_edges(&mut bytes, &network, false).expect("written");
        let mut rows = Table::new::<EdgeRow>(Vec::new(), false).expect("a table");
        network.edge_rows().for_each(|row| assert!(rows.row(&row).is_ok()));
        assert_eq!(bytes, rows.into_inner().expect("written"));
    }

    #[test]
    fn read_back_by_a_csv_reader() {
        let network = samples::network();
        let rows: Vec<EntityRow> = network.entity_rows().cloned().collect();
        let written = text(&rows, false);
        let mut reader = csv::Reader::from_reader(written.as_bytes());
        let read: Vec<EntityRow> = reader.deserialize().map(|r| r.expect("a row")).collect();
        assert_eq!(read.len(), 6);
        for (a, b) in rows.iter().zip(&read) {
            assert_eq!((&a.id, &a.label, a.kind, &a.name_en), (&b.id, &b.label, b.kind, &b.name_en));
            assert!((a.pagerank - b.pagerank).abs() < 1e-9);
        }
    }

    /// What Gephi needs of an edges table.
    #[test]
    fn gephi_edges() {
        let network = samples::network();
        let mut bytes = Vec::new();
        assert_eq!(write_edges(&mut bytes, &network, false).ok(), Some(5));
        let written = String::from_utf8(bytes).expect("UTF-8");
        let mut reader = csv::Reader::from_reader(written.as_bytes());
        assert_eq!(&reader.headers().expect("a header")[2], "Type");
        let ids: Vec<&str> = network.entity_rows().map(|r| r.id.as_str()).collect();
        let mut last = u64::MAX;
        for row in reader.deserialize::<EdgeRow>() {
            let row = row.expect("a row");
            assert_eq!(row.kind, "Undirected");
            assert!(ids.contains(&row.source.as_str()) && ids.contains(&row.target.as_str()));
            assert!(row.weight > 0 && row.weight <= last);
            last = row.weight;
        }
    }

    #[test]
    fn rows_of_another_table_are_refused() {
        let mut table = Table::new::<EdgeRow>(Vec::new(), false).expect("a table");
        let row = ErrorRow { path: "a".into(), stage: "read".into(), error: "gone".into() };
        assert!(table.row(&row).is_err());
        assert!(table.row(&"text").is_err());
        assert!(table.row(&vec![1, 2]).is_err());
        assert!(table.into_inner().is_ok_and(|bytes| bytes.ends_with(b"disparity\n")), "nothing is left of them");
    }

    proptest! {
        #[test]
        fn as_the_library_writes_it(fields in proptest::collection::vec(("[ab普,\"\n\r#' ]{0,6}", "\\PC{0,4}", "[,\"]{0,2}"), 0..5)) {
            let rows: Vec<ErrorRow> = fields.into_iter().map(|(path, stage, error)| ErrorRow { path, stage, error }).collect();
            let mut library = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
            library.write_record(columns::<ErrorRow>()).expect("a header");
            for row in &rows {
                library.write_record([&row.path, &row.stage, &row.error]).expect("a row");
            }
            prop_assert_eq!(text(&rows, false), String::from_utf8(library.into_inner().expect("a table")).expect("UTF-8"));
        }
    }
}
