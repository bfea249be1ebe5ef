//! The types that cross the boundary.

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

/// A type of C.
pub enum Type<'a> {
    /// One of the table, for ctypes and in C#.
    Plain(&'static str, &'static str),
    /// A pointer to an object, whose name it is.
    Object(&'a str),
    /// A pointer to a pointer to an object, which is written.
    OutObject(&'a str),
    /// A function of the application.
    Callback(&'a str),
    /// A number that has names.
    Enum(&'a str),
}

impl<'a> Type<'a> {
    /// Panics on one that it does not know.
    pub fn of(c: &'a str) -> Self {
        if let Some((_, ctypes, csharp)) = TYPES.iter().find(|row| row.0 == c) {
            return Self::Plain(ctypes, csharp);
        }
        let name = c.trim_start_matches("const ");
        assert!(name.starts_with("ls_"), "lsagent.h: {c}: what is that?");
        match name.split_once(' ') {
            Some((object, "*")) => Self::Object(object),
            Some((object, "**")) => Self::OutObject(object),
            Some(_) => panic!("lsagent.h: {c}: what is that?"),
            None if name.ends_with("_callback") => Self::Callback(name),
            None => Self::Enum(name),
        }
    }
}
