using System;
using System.Collections;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>What was allocated in an Automation Suite, an element for each user.</summary>
    /// <remarks>
    /// Immutable; may be read from any thread. Nothing blocks. Dispose it to give its memory back at once;
    /// otherwise the garbage collector does. After that, reading is an
    /// <see cref="ObjectDisposedException"/>.
    /// </remarks>
    public sealed class Allocations : IReadOnlyList<Allocation>, IDisposable
    {
        private readonly AllocationsHandle handle;
        private readonly Part whole;
        private readonly IReadOnlyList<Allocation> list;

        internal Allocations(AllocationsHandle handle)
        {
            this.handle = handle;
            whole = handle.Whole;
            list = whole.List(
                NativeMethods.ls_allocations_count,
                NativeMethods.ls_allocations_at,
                allocation => new Allocation(allocation));
            handle.Weigh(list.Count);
        }

        /// <summary>How many users there are.</summary>
        public int Count => list.Count;

        /// <summary>What the user at an index now holds.</summary>
        /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
        public Allocation this[int index] => list[index];

        /// <summary>The server's JSON with every field.</summary>
        /// <returns>A JSON text.</returns>
        public string ToJson() => whole.OwnText(NativeMethods.ls_allocations_to_json);

        /// <summary>Goes through what was allocated.</summary>
        /// <returns>An enumerator.</returns>
        public IEnumerator<Allocation> GetEnumerator() => list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Frees it and everything that was read from it.</summary>
        public void Dispose() => handle.Dispose();
    }
}
