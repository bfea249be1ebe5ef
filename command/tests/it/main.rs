//! The real program against the real sandbox.

mod ask;
mod doctor;
mod hold;
mod pages;
mod secrets;
mod support;
