//! `ls_release` and its fields. Generated from abi/fields.toml; `make generate` writes it.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::ffi::read::{renamed, text, value};
use crate::model::Release;

/// A release of a product, which the vendor has entered. The file is not the licensing service's,
/// and MD5 proves nothing of it. Borrowed from ls_releases; immutable; may be read from any thread.
///
/// Source: https://docs.licensespring.com/license-api/get-versions
// `all()` always holds, but hides the type's contents from the header's generator.
#[cfg_attr(all(), repr(transparent))]
pub struct ls_release(Release);

renamed!(ls_release, Release);

/// Its version.
///
/// @param release The release; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_release_version(release: Option<&ls_release>) -> *const c_char {
    text(release, |release| release.0.version.as_c_str())
}

/// Its date, as it was sent.
///
/// @param release The release; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_release_release_date(release: Option<&ls_release>) -> *const c_char {
    text(release, |release| release.0.release_date.as_c_str())
}

/// The id of its installer; sent where this one release was asked for, as is all that follows.
///
/// @param release The release; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_release_id(
    release: Option<&ls_release>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(release, out, |release| release.0.id.get())
}

/// The environment that it is for: "win", "win32", "win64", "mac", "linux", "linux32", "linux64".
///
/// @param release The release; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_release_environment(release: Option<&ls_release>) -> *const c_char {
    text(release, |release| release.0.environment.as_c_str())
}

/// Its channel.
///
/// @param release The release; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_release_channel(release: Option<&ls_release>) -> *const c_char {
    text(release, |release| release.0.channel.as_c_str())
}

/// Where its installer is. The library neither opens nor loads it.
///
/// @param release The release; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_release_installation_file(release: Option<&ls_release>) -> *const c_char {
    text(release, |release| release.0.installation_file.as_c_str())
}

/// The MD5 hash of the installer: it finds a damaged file, and not one that somebody has made.
///
/// @param release The release; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_release_hash_md5(release: Option<&ls_release>) -> *const c_char {
    text(release, |release| release.0.hash_md5.as_c_str())
}

/// The size of the installer, as it was sent.
///
/// @param release The release; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_release_size(release: Option<&ls_release>) -> *const c_char {
    text(release, |release| release.0.size.as_c_str())
}

/// The version that it needs to be installed over.
///
/// @param release The release; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_release_requires_version(release: Option<&ls_release>) -> *const c_char {
    text(release, |release| release.0.requires_version.as_c_str())
}

/// Where the license agreement is.
///
/// @param release The release; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_release_eula_link(release: Option<&ls_release>) -> *const c_char {
    text(release, |release| release.0.eula_link.as_c_str())
}

/// Where the release notes are.
///
/// @param release The release; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_release_release_notes_link(release: Option<&ls_release>) -> *const c_char {
    text(release, |release| release.0.release_notes_link.as_c_str())
}
