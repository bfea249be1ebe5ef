//! The C++ header.

use crate::fields::{Field, Kind};
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

/// For a view of `lsagent.hpp`.
pub fn fields(fields: &[Field]) -> String {
    let field = |field: &Field| {
        let (kind, read, ending) = match field.kind {
            Kind::Text => ("std::string_view", "text", ""),
            Kind::Number => ("std::int64_t", "integer", ""),
            Kind::Flag => ("bool", "flag", ""),
            Kind::Time => ("Time", "time", " Absent as well if it cannot be read."),
        };
        let comment = wrapped(&format!("{}{ending}", field.prose), "    /// ");
        let head = format!("    std::optional<{kind}> {}() const noexcept {{", field.name);
        let body = format!("return detail::{read}({}, get());", field.function);
        let line = format!("{comment}\n{head} {body} }}\n");
        let fits = line.lines().last().is_some_and(|line| line.len() <= 100);
        if fits { line } else { format!("{comment}\n{head}\n        {body}\n    }}\n") }
    };
    format!("\n{}\n", fields.iter().map(field).collect::<String>())
}
