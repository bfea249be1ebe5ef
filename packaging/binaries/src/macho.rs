//! macOS.

use std::collections::BTreeSet;

use object::Endianness;
use object::macho::{LC_CODE_SIGNATURE, VM_PROT_EXECUTE, VM_PROT_WRITE};
use object::read::macho::{FatArch, LoadCommandVariant as Command, MachOFatFile32, MachOFile64};

use crate::library::{Own, text};
use crate::signature;

/// The files that are joined in one, each for a processor.
pub(crate) fn parts(bytes: &[u8]) -> object::Result<Vec<&[u8]>> {
    MachOFatFile32::parse(bytes)?.arches().iter().map(|part| part.data(bytes)).collect()
}

pub(crate) fn own(bytes: &[u8]) -> object::Result<Own> {
    let endian = Endianness::Little;
    let file = MachOFile64::<Endianness>::parse(bytes)?;
    let mut own =
        Own { name: String::new(), oldest: None, hardened: BTreeSet::from(["no run path"]) };
    let (mut writable_code, mut code_signature) = (false, &[][..]);
    let mut commands = file.macho_load_commands()?;
    while let Some(command) = commands.next()? {
        match command.variant()? {
            Command::IdDylib(dylib) => own.name = text(command.string(endian, dylib.dylib.name)?),
            Command::BuildVersion(version, _) => {
                own.oldest = Some(system_version(version.minos.get(endian).0));
            }
            Command::Segment64(segment, _) => {
                let both = VM_PROT_WRITE | VM_PROT_EXECUTE;
                writable_code |= segment.maxprot.get(endian).contains(both);
                if segment.segname.starts_with(b"__DATA_CONST\0") {
                    own.hardened.insert("read-only relocations");
                }
            }
            Command::LinkeditData(data) if command.cmd() == LC_CODE_SIGNATURE => {
                let start = data.dataoff.get(endian) as usize;
                code_signature = &bytes[start..start + data.datasize.get(endian) as usize];
            }
            Command::Rpath(_) => {
                own.hardened.remove("no run path");
            }
            // What this file does not look at.
            _ => {}
        }
    }
    if !writable_code {
        own.hardened.insert("no writable code");
    }
    if signature::fits(code_signature, bytes) {
        own.hardened.insert("signed ad hoc");
    }
    Ok(own)
}

/// `0x000b_0000` is 11.0.
fn system_version(number: u32) -> String {
    format!("{}.{}", number >> 16, number >> 8 & 0xff)
}
