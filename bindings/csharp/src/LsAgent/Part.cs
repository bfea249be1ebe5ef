using System;
using System.Collections;
using System.Collections.Generic;

namespace LsAgent
{
    internal delegate bool ReadNumber(IntPtr part, out long value);

    internal delegate bool ReadFlag(IntPtr part, out bool value);

    /// <summary>
    /// A borrowed object: a pointer into a result, which is held for as long as something is read. It
    /// keeps the result in memory, and once that is disposed, throws ObjectDisposedException.
    /// </summary>
    // Not a `readonly struct`: the attribute that marks one is not in .NET Standard 2.0.
    internal struct Part
    {
        private readonly NativeHandle owner;
        private readonly IntPtr pointer;

        internal Part(NativeHandle owner, IntPtr pointer)
        {
            this.owner = owner;
            this.pointer = pointer;
        }

        internal string Text(Func<IntPtr, IntPtr> read)
        {
            bool held = false;
            try
            {
                owner.DangerousAddRef(ref held);
                // Copied before the owner is let go.
                return Utf8.Read(read(pointer));
            }
            finally
            {
                Release(held);
            }
        }

        internal string OwnText(Func<IntPtr, IntPtr> make)
        {
            return Utf8.Take(Read(make));
        }

        internal long? Number(ReadNumber read)
        {
            bool held = false;
            try
            {
                owner.DangerousAddRef(ref held);
                return read(pointer, out long value) ? value : (long?)null;
            }
            finally
            {
                Release(held);
            }
        }

        internal bool? Flag(ReadFlag read)
        {
            bool held = false;
            try
            {
                owner.DangerousAddRef(ref held);
                return read(pointer, out bool value) ? value : (bool?)null;
            }
            finally
            {
                Release(held);
            }
        }

        internal DateTimeOffset? Time(ReadNumber read)
        {
            long? seconds = Number(read);
            return seconds.HasValue ? UnixTime.Read(seconds.Value) : (DateTimeOffset?)null;
        }

        internal T Read<T>(Func<IntPtr, T> read)
        {
            bool held = false;
            try
            {
                owner.DangerousAddRef(ref held);
                return read(pointer);
            }
            finally
            {
                Release(held);
            }
        }

        /// <summary>What is borrowed from this part; null where there is none.</summary>
        internal T Inner<T>(Func<IntPtr, IntPtr> read, Func<Part, T> make) where T : class
        {
            IntPtr inner = Read(read);
            return inner == IntPtr.Zero ? null : make(new Part(owner, inner));
        }

        /// <summary>A list of borrowed objects.</summary>
        internal IReadOnlyList<T> List<T>(
            Func<IntPtr, UIntPtr> count, Func<IntPtr, UIntPtr, IntPtr> at, Func<Part, T> make)
        {
            NativeHandle keeper = owner;
            return List(count, at, element => make(new Part(keeper, element)));
        }

        /// <summary>A list of what is made of pointers while the result is held, such as text.</summary>
        internal IReadOnlyList<T> List<T>(
            Func<IntPtr, UIntPtr> count, Func<IntPtr, UIntPtr, IntPtr> at, Func<IntPtr, T> make)
        {
            Part whole = this;
            return new PartList<T>(
                checked((int)Read(count)), index => whole.Read(part => make(at(part, index))));
        }

        private void Release(bool held)
        {
            if (held)
            {
                owner.DangerousRelease();
            }
        }
    }

    /// <summary>A list whose elements are read when they are asked for.</summary>
    internal sealed class PartList<T> : IReadOnlyList<T>
    {
        private readonly Func<UIntPtr, T> at;

        internal PartList(int count, Func<UIntPtr, T> at)
        {
            Count = count;
            this.at = at;
        }

        public int Count { get; }

        public T this[int index]
        {
            get
            {
                if (index < 0 || index >= Count)
                {
                    throw new ArgumentOutOfRangeException(nameof(index));
                }
                return at(new UIntPtr((uint)index));
            }
        }

        public IEnumerator<T> GetEnumerator()
        {
            for (int i = 0; i < Count; i++)
            {
                yield return this[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Times of the native library.</summary>
    internal static class UnixTime
    {
        private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeSeconds();
        private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

        /// <summary>The end of a borrowing; 0 stands for as long as the vendor allows, and never for a time.</summary>
        internal static long End(DateTimeOffset? until)
        {
            long seconds = until?.ToUnixTimeSeconds() ?? 0;
            return until.HasValue && seconds == 0 ? -1 : seconds;
        }

        /// <summary>A time before year 1 or after year 9999 reads as the first or the last there is.</summary>
        internal static DateTimeOffset Read(long seconds)
        {
            if (seconds < First)
            {
                return DateTimeOffset.MinValue;
            }
            return seconds > Last ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeSeconds(seconds);
        }
    }
}
