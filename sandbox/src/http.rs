//! Just enough HTTP/1.1 to be able to do it wrong on purpose.
//!
//! A ready-made server keeps its answers well-formed; a stand-in that must send half a head or
//! a false length writes its bytes itself. Parsing is `httparse`'s.

pub mod answer;
pub mod connection;
pub mod parameters;
pub mod request;
pub mod script;
pub mod tell;
pub mod wire;
