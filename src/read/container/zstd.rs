//! Zstandard: all frames of a stream, one after the other.

use std::io::{self, BufRead, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// Reads a `.zst` file to its end: frames in a row, skippable frames passed over (RFC 8878, section 3.1).
pub(super) struct Frames<R: BufRead> {
    input: R,
    decoder: FrameDecoder,
    inside: bool,
}

impl<R: BufRead> Frames<R> {
    pub fn new(input: R) -> Self {
        Frames { input, decoder: FrameDecoder::new(), inside: false }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.inside {
                if self.input.fill_buf()?.is_empty() {
                    return Ok(0);
                }
                match self.decoder.reset(&mut self.input) {
                    Ok(()) => self.inside = true,
                    Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                        let mut frame = self.input.by_ref().take(u64::from(length));
                        io::copy(&mut frame, &mut io::sink())?;
                        continue;
                    }
                    Err(error) => return Err(io::Error::other(error)),
                }
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder.decode_blocks(&mut self.input, BlockDecodingStrategy::UptoBlocks(1)).map_err(io::Error::other)?;
            }
            let n = self.decoder.read(buffer)?;
            if n > 0 {
                return Ok(n);
            }
            self.inside = false;
            // Only frames that carry a checksum have one to compare.
            let (stated, seen) = (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
            if stated.is_some() && seen.is_some() && stated != seen {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum of a zstd frame is wrong"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    #[test]
    fn frames_in_a_row_and_skippable_ones() {
        let mut file = compress_to_vec("普京".as_bytes(), CompressionLevel::Fastest);
        file.extend([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9]);
        file.extend(compress_to_vec("拜登".as_bytes(), CompressionLevel::Fastest));
        let mut text = String::new();
        let input = io::BufReader::with_capacity(2, &file[..]);
        Frames::new(input).read_to_string(&mut text).unwrap();
        assert_eq!(text, "普京拜登");
    }

    #[test]
    fn cut_off_is_an_error() {
        let file = compress_to_vec(&[7u8; 4000][..], CompressionLevel::Fastest);
        let mut out = Vec::new();
        assert!(Frames::new(&file[..file.len() - 2]).read_to_end(&mut out).is_err());
    }
}
