//! The C++ header.

use crate::header::{Constant, Enum, Header};
use crate::words::{Language, class_name, member, wrapped};

/// For `lsagent.hpp`, which writes Uipath.
pub fn enums(header: &Header) -> String {
    let text = |kind: &Enum| {
        let prose = Language::Cpp.prose(kind, &kind.comment);
        let comment = wrapped(&prose.replacen('.', &format!(" ({}).", kind.name), 1), "/// ");
        let members = kind.constants.iter().map(|constant: &Constant| {
            let comment = wrapped(&Language::Cpp.prose(kind, &constant.comment), "    /// ");
            let name = class_name(member(kind, constant));
            format!("{comment}\n    {name} = {},\n", constant.number)
        });
        let members: String = members.collect();
        let name = class_name(&kind.name).replace("UiPath", "Uipath");
        format!("\n{comment}\nenum class {name} : std::int32_t {{\n{members}}};\n")
    };
    header.enums.iter().map(text).collect::<String>() + "\n"
}
