
/// The name of an [`{name}`](super::{module}::{name}), if the number is one.
pub(super) fn {module}(number: i32) -> Option<&'static CStr> {
    match number {
{arms}        _ => None,
    }
}
