//! The names of constants.

/// Gives an enum of C the names of its constants. It does not compile with one left out.
macro_rules! named {
    ($kind:ident { $($constant:ident),* $(,)? }) => {
        impl $kind {
            /// In the order of their numbers.
            #[allow(dead_code, reason = "not each enum is looked up by number")]
            const ALL: &[Self] = &[$(Self::$constant),*];

            /// As C spells it.
            pub(super) const fn name(self) -> &'static std::ffi::CStr {
                match self {
                    $(Self::$constant => {
                        const NAME: &str = concat!(stringify!($constant), "\0");
                        match std::ffi::CStr::from_bytes_with_nul(NAME.as_bytes()) {
                            Ok(name) => name,
                            Err(_) => panic!("a name holds no NUL"),
                        }
                    })*
                }
            }
        }
    };
}
pub(super) use named;
