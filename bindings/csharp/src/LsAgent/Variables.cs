using System;
using System.Collections;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>The variables of a device.</summary>
    /// <remarks>
    /// Immutable; may be read from any thread. Nothing blocks. Dispose it to give its memory back at once;
    /// otherwise the garbage collector does. After that, reading is an
    /// <see cref="ObjectDisposedException"/>.
    /// </remarks>
    public sealed class Variables : IReadOnlyList<Variable>, IDisposable
    {
        private readonly VariablesHandle handle;
        private readonly Part whole;
        private readonly IReadOnlyList<Variable> list;

        internal Variables(VariablesHandle handle)
        {
            this.handle = handle;
            whole = handle.Whole;
            list = whole.List(
                NativeMethods.ls_variables_count,
                NativeMethods.ls_variables_at,
                variable => new Variable(variable));
            handle.Weigh(list.Count);
        }

        /// <summary>How many variables there are.</summary>
        public int Count => list.Count;

        /// <summary>The variable at an index.</summary>
        /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
        public Variable this[int index] => list[index];

        /// <summary>The server's JSON with every field.</summary>
        /// <returns>A JSON text.</returns>
        public string ToJson() => whole.OwnText(NativeMethods.ls_variables_to_json);

        /// <summary>Goes through the variables.</summary>
        /// <returns>An enumerator.</returns>
        public IEnumerator<Variable> GetEnumerator() => list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Frees them and everything that was read from them.</summary>
        public void Dispose() => handle.Dispose();
    }
}
