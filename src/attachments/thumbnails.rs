//! Small pictures of pictures: bounded in what they take, turned as the camera was held, and made of pixels alone, so
//! that nothing that the camera wrote beside them (place, time, owner) goes out with them.

use std::io::{BufRead, Seek};

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

use super::model::FileKind;

/// Longest side, pixels.
const SIDE: u32 = 320;
/// JPEG quality, 1 to 100.
const QUALITY: u8 = 80;
/// Bytes that a decoded picture may have: 44 megapixels of three bytes. What is larger gets no thumbnail.
const LARGEST: u64 = 128 * 1024 * 1024;

/// The media type of all of them.
pub const MEDIA_TYPE: &str = "image/jpeg";

/// A thumbnail, JPEG; `None` for what is no picture of the three that are decoded, too large, or broken.
pub fn make<F: BufRead + Seek>(file: F, kind: FileKind) -> Option<Vec<u8>> {
    let format = match kind {
        FileKind::Jpeg => ImageFormat::Jpeg,
        FileKind::Png => ImageFormat::Png,
        FileKind::Webp => ImageFormat::WebP,
        _ => return None,
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(LARGEST);
    let mut reader = ImageReader::with_format(file, format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    if decoder.total_bytes() > LARGEST {
        return None;
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).ok()?;
    // Smaller ones stay as small as they are.
    let mut small = if picture.width().max(picture.height()) > SIDE {
        picture.thumbnail(SIDE, SIDE)
    } else {
        picture
    };
    small.apply_orientation(orientation);
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    on_white(&small).write_with_encoder(encoder).ok()?;
    Some(bytes)
}

/// JPEG knows no transparency: what shows through is white, as the paper it will lie on.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let over = |colour: u8| {
            let mixed = u16::from(colour) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{ExtendedColorType, ImageEncoder, Rgba, RgbaImage};

    use super::*;

    /// EXIF with an orientation and a place, as a phone writes it: a TIFF of one directory.
    fn exif(orientation: u16) -> Vec<u8> {
        let mut bytes = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
        bytes.extend(orientation.to_be_bytes());
        bytes.extend(b"\0\0\0\0\0\0GPS 35.7N 51.4E");
        bytes
    }

    fn photo(width: u32, height: u32, orientation: u16) -> Vec<u8> {
        // Red above, blue below.
        let red_above = |_, y| {
            if y < height / 2 {
                Rgb([255, 0, 0])
            } else {
                Rgb([0, 0, 255])
            }
        };
        let picture = RgbImage::from_fn(width, height, red_above);
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
        encoder.set_exif_metadata(exif(orientation)).unwrap();
        encoder
            .write_image(&picture, width, height, ExtendedColorType::Rgb8)
            .unwrap();
        bytes
    }

    fn thumbnail(bytes: Vec<u8>, kind: FileKind) -> Option<RgbImage> {
        let made = make(Cursor::new(bytes), kind)?;
        assert!(
            !made.windows(3).any(|w| w == b"GPS" || w == b"Exi"),
            "nothing but pixels"
        );
        Some(
            image::load_from_memory_with_format(&made, ImageFormat::Jpeg)
                .unwrap()
                .to_rgb8(),
        )
    }

    #[test]
    fn a_photo_is_turned_as_the_camera_was_held_and_keeps_no_place() {
        let source = photo(640, 480, 6);
        assert!(source.windows(3).any(|w| w == b"GPS"), "the test's photo has a place");
        let small = thumbnail(source, FileKind::Jpeg).unwrap();
        assert_eq!(small.dimensions(), (240, 320));
        // Turned clockwise, what was above is on the right.
        let (left, right) = (small.get_pixel(20, 160).0, small.get_pixel(220, 160).0);
        assert!(left[2] > 200 && right[0] > 200, "{left:?} {right:?}");
        assert_eq!(
            thumbnail(photo(100, 50, 1), FileKind::Jpeg).unwrap().dimensions(),
            (100, 50)
        );
    }

    #[test]
    fn what_shows_through_is_white() {
        let mut bytes = Vec::new();
        RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]))
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .unwrap();
        assert!(
            thumbnail(bytes, FileKind::Png)
                .unwrap()
                .get_pixel(4, 4)
                .0
                .iter()
                .all(|c| *c > 250)
        );
    }

    #[test]
    fn a_bomb_or_a_broken_picture_has_none() {
        // A PNG that says it is 50000 by 50000; what would be inside does not matter.
        let mut bomb = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\xC3\x50\0\0\xC3\x50\x08\x06\0\0\0".to_vec();
        let mut crc = flate2::Crc::new();
        crc.update(&bomb[12..]);
        bomb.extend(crc.sum().to_be_bytes());
        bomb.extend(b"\0\0\0\0IDAT");
        assert_eq!(make(Cursor::new(bomb), FileKind::Png), None);
        let whole = photo(64, 64, 1);
        assert_eq!(make(Cursor::new(&whole[..40]), FileKind::Jpeg), None);
        assert_eq!(make(Cursor::new(whole), FileKind::Heic), None);
    }
}
