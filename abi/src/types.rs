//! The types that cross the boundary.

use crate::text::class_name;

/// In C, for ctypes (the names are those at the head of `_abi.py`), and in C#.
const TYPES: [(&str, &str, &str); 16] = [
    ("void", "VOID", "void"),
    ("bool", "BOOL", "bool"),
    ("bool *", "OUT_BOOL", "out bool"),
    ("int32_t", "I32", "int"),
    ("int64_t", "I64", "long"),
    ("int64_t *", "OUT_I64", "out long"),
    ("uint16_t", "U16", "ushort"),
    ("uint32_t", "U32", "uint"),
    ("uint64_t", "U64", "ulong"),
    ("size_t", "SIZE", "UIntPtr"),
    ("ls_status", "STATUS", "Status"),
    ("void *", "USER_DATA", "IntPtr"),
    ("char *", "OWNED_TEXT", "IntPtr"),
    ("char **", "OUT_OWNED_TEXT", "out IntPtr"),
    ("const char *", "TEXT", "IntPtr"),
    ("const char *const *", "TEXTS", "IntPtr[]"),
];

/// A type of C for `ctypes` or in `C#`; there a text is bytes in `C# with bytes`, and an object a handle, too, in
/// `C# with handles`. Panics on one that it does not know.
pub fn translated(c: &str, to: &str) -> String {
    let (is_python, has_handles) = (to == "ctypes", to == "C# with handles");
    if let Some((_, ctypes, csharp)) = TYPES.iter().find(|row| row.0 == c) {
        let csharp = if to != "C#" && c == "const char *" { "byte[]" } else { csharp };
        return if is_python { ctypes } else { csharp }.to_owned();
    }
    let name = c.trim_start_matches("const ");
    assert!(name.starts_with("ls_"), "lsagent.h: {c}: an unknown type");
    let (name, stars) = name.split_once(' ').unwrap_or((name, ""));
    let class = class_name(name);
    match stars {
        "*" if is_python => "OBJECT".to_owned(),
        "*" if has_handles => class + "Handle",
        "*" => "IntPtr".to_owned(),
        "**" if is_python => "OUT_OBJECT".to_owned(),
        "**" => format!("out {class}Handle"),
        _ if is_python && name.ends_with("_callback") => name[3..].to_uppercase(),
        _ if is_python => "ENUM".to_owned(),
        _ => class,
    }
}
