using System;
using System.Collections;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>Releases of a product, in the order of the server.</summary>
    /// <remarks>
    /// Immutable; may be read from any thread. Nothing blocks. Dispose it to give its memory back at once;
    /// otherwise the garbage collector does. After that, reading is an
    /// <see cref="ObjectDisposedException"/>.
    /// </remarks>
    public sealed class Releases : IReadOnlyList<Release>, IDisposable
    {
        private readonly ReleasesHandle handle;
        private readonly Part whole;
        private readonly IReadOnlyList<Release> list;

        internal Releases(ReleasesHandle handle)
        {
            this.handle = handle;
            whole = handle.Whole;
            list = whole.List(
                NativeMethods.ls_releases_count,
                NativeMethods.ls_releases_at,
                release => new Release(release));
            handle.Weigh(list.Count);
        }

        /// <summary>How many releases there are.</summary>
        public int Count => list.Count;

        /// <summary>The release at an index.</summary>
        /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
        public Release this[int index] => list[index];

        /// <summary>The server's JSON with every field.</summary>
        /// <returns>A JSON text.</returns>
        public string ToJson() => whole.OwnText(NativeMethods.ls_releases_to_json);

        /// <summary>Goes through the releases.</summary>
        /// <returns>An enumerator.</returns>
        public IEnumerator<Release> GetEnumerator() => list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Frees them and everything that was read from them.</summary>
        public void Dispose() => handle.Dispose();
    }
}
