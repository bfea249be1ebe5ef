//! Windows.

use std::collections::BTreeSet;

use object::LittleEndian;
use object::pe::{
    IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE, IMAGE_DLLCHARACTERISTICS_GUARD_CF,
    IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA, IMAGE_DLLCHARACTERISTICS_NX_COMPAT,
    IMAGE_SCN_MEM_EXECUTE, IMAGE_SCN_MEM_WRITE,
};
use object::read::pe::{ImageNtHeaders, ImageOptionalHeader, PeFile64};

use crate::library::{Own, text};

pub(crate) fn own(bytes: &[u8]) -> object::Result<Own> {
    let file = PeFile64::parse(bytes)?;
    let flags = file.nt_headers().optional_header().dll_characteristics();
    let both = IMAGE_SCN_MEM_EXECUTE | IMAGE_SCN_MEM_WRITE;
    let mut sections = file.section_table().iter();
    let writable_code =
        sections.any(|section| section.characteristics.get(LittleEndian).contains(both));
    let facts = [
        ("address space layout randomised", flags.contains(IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE)),
        ("with all of 64 bits", flags.contains(IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA)),
        ("no executable data", flags.contains(IMAGE_DLLCHARACTERISTICS_NX_COMPAT)),
        ("control flow guard", flags.contains(IMAGE_DLLCHARACTERISTICS_GUARD_CF)),
        ("no writable code", !writable_code),
    ];
    let hardened: BTreeSet<_> =
        facts.into_iter().filter(|fact| fact.1).map(|fact| fact.0).collect();
    let name = match file.export_table()? {
        Some(table) => text(table.name_from_pointer(table.directory().name.get(LittleEndian))?),
        None => String::new(),
    };
    Ok(Own { name, oldest: None, hardened })
}

/// The version resource of a DLL, which its properties show.
pub struct Description<'data> {
    bytes: &'data [u8],
}

/// That of a file's bytes.
pub fn describe(bytes: &[u8]) -> Description<'_> {
    Description { bytes }
}

impl Description<'_> {
    /// A text by its name. Both are UTF-16, padded to 32 bits.
    pub fn text(&self, name: &str) -> Option<String> {
        let key: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let at = self.bytes.windows(key.len()).position(|window| window == key)? + key.len();
        let units = self.bytes[at..].chunks_exact(2);
        let units = units.map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        let value: Vec<_> =
            units.skip_while(|unit| *unit == 0).take_while(|unit| *unit != 0).collect();
        String::from_utf16(&value).ok()
    }

    /// VS_FIXEDFILEINFO as 32-bit numbers.
    pub fn numbers(&self) -> Option<Vec<u32>> {
        let signature = 0xFEEF_04BD_u32.to_le_bytes();
        let at = self.bytes.windows(4).position(|window| window == signature)?;
        let numbers = self.bytes.get(at..at + 52)?.chunks_exact(4);
        numbers.map(|number| Some(u32::from_le_bytes(number.try_into().ok()?))).collect()
    }
}
