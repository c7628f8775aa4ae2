//! Tables as CSV (RFC 4180, UTF-8, `\n` line ends).

mod columns;
mod fields;
mod serialize;

use std::borrow::Borrow;
use std::io::{self, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use columns::columns;
pub use fields::Fields;

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
    memory: String,
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
            fields::push_field(&mut table.buffer, name.as_bytes());
        }
        table.end_of_row();
        Ok(table)
    }

    fn empty<T: DeserializeOwned>(inner: W, capacity: usize) -> Table<W> {
        Table { inner, buffer: Vec::new(), capacity, memory: String::new(), columns: columns::<T>().len(), rows: 0 }
    }

    /// Writes one row.
    ///
    /// # Errors
    /// A row with another number of fields, or a disk that does not take it.
    pub fn row<T: Serialize>(&mut self, row: &T) -> io::Result<()> {
        self.add(|fields| row.serialize(serialize::Row(fields)).map_err(|e| e.0))
    }

    /// Writes one row field by field: for tables of which there are more rows than serde's way is quick enough for. The fields must be
    /// those of `T`, in their order.
    ///
    /// # Errors
    /// As [`Table::row`].
    pub fn fields(&mut self, write: impl FnOnce(&mut Fields<'_>)) -> io::Result<()> {
        self.add(|fields| {
            write(fields);
            Ok(())
        })
    }

    /// Adds a row; nothing is left of one that fails, or that has more or fewer fields than there are columns.
    fn add(&mut self, write: impl FnOnce(&mut Fields<'_>) -> io::Result<()>) -> io::Result<()> {
        let from = self.buffer.len();
        let mut fields = Fields::new(&mut self.buffer, &mut self.memory);
        let whole = write(&mut fields).and_then(|()| match fields.count() == self.columns {
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
