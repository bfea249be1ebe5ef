//! Programs that are started and not waited for.

#[cfg(unix)]
mod bundle;
#[cfg(unix)]
mod descriptors;
mod launched;
#[cfg(unix)]
mod programs;

pub use self::launched::Launched;
#[cfg(unix)]
pub use self::programs::first_of;
