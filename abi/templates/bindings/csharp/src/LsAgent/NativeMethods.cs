{% set byte = "MarshalAs(UnmanagedType.I1)" %}
{% macro parameters(function, language) %}
{% for type, name in function.parameters %}
            {{ "[" ~ byte ~ "] " if type in ["bool", "bool *"] }}{{ type|to(language) }} {{ {"out": "value", "string": "text"}[name]|default(name) }}{{ "," if not loop.last else ");" }}
{% endfor %}
{% endmacro %}
// Generated from include/lsagent.h; `make generate` writes it.

using System;
using System.Runtime.InteropServices;

// On Windows beside the assembly, beside the application and in the system's folder, and nowhere else.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]

namespace LsAgent
{
    /// <summary>
    /// Every function of lsagent.h but ls_task_wait, whose part a Task has, under its own name and in
    /// its order. Text goes in as bytes that end with NUL (see <see cref="Utf8"/>), since no marshaller
    /// of UTF-8 is right on all runtimes; an owned object is a handle, so that it cannot be freed during
    /// a call; a borrowed one is a pointer, read while its owner is held (see <see cref="Part"/>).
    /// </summary>
    internal static class NativeMethods
    {
        // lsagent.dll, liblsagent.so, liblsagent.dylib: each runtime knows its system's form.
        private const string Library = "lsagent";
{% for function in header.callbacks %}

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
{% if function.returned == "bool" %}
        [return: {{ byte }}]
{% endif %}
{% filter fit(110) %}
        internal delegate {{ function.returned|to("C#") }} {{ function.name|class }}(
{{ parameters(function, "C#") }}
{% endfilter %}
{% endfor %}
{# A Task of .NET is waited for by means of its own. #}
{% for function in header.functions if function.name != "ls_task_wait" %}
{# A call that can fail, or that has an agent to hold during it, takes owned objects. An accessor takes
   pointers: the owner is held while many fields are read. #}
{% set receiver = function.parameters[0][0] if function.parameters else "" %}
{% set handles = receiver == "const ls_agent *" or (function.returned == "ls_status" and receiver != "const ls_error *") %}
{% set is_made = "const " not in function.returned %}

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
{% if function.returned == "bool" %}
        [return: {{ byte }}]
{% endif %}
{% filter fit(110) %}
        internal static extern {{ function.returned|to("C# with handles") if is_made else function.returned|to("C#") }} {{ function.name }}(
{{ parameters(function, "C# with handles" if handles else "C# with bytes") if function.parameters else ");" }}
{% endfilter %}
{% endfor %}
    }
}
