using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace LsAgent
{
    /// <summary>Text to and from the native library, which takes and gives UTF-8.</summary>
    internal static class Utf8
    {
        /// <summary>Throws where text holds half of a surrogate pair, instead of sending U+FFFD.</summary>
        internal static readonly Encoding Strict = new UTF8Encoding(false, true);

        /// <summary>The text with a NUL at its end.</summary>
        internal static byte[] Required(string text, string parameter)
        {
            var bytes = new byte[Length(text, parameter) + 1];
            Strict.GetBytes(text, 0, text.Length, bytes, 0);
            return bytes;
        }

        /// <summary>The same, or null, which the native library reads as "not given".</summary>
        internal static byte[] Optional(string text, string parameter)
        {
            return text == null ? null : Required(text, parameter);
        }

        /// <summary>
        /// How many bytes the text has, without the NUL; text that cannot be passed on is refused.
        /// The message holds nothing of the text, which may be a password.
        /// </summary>
        internal static int Length(string text, string parameter)
        {
            if (text == null)
            {
                throw new ArgumentNullException(parameter);
            }
            if (text.IndexOf('\0') >= 0)
            {
                throw new ArgumentException("The text holds a NUL character.", parameter);
            }
            try
            {
                return Strict.GetByteCount(text);
            }
            catch (EncoderFallbackException)
            {
                // Not as an inner exception: its message quotes the text.
            }
            throw new ArgumentException("The text holds half of a surrogate pair.", parameter);
        }

        /// <summary>Text that its object keeps; null for NULL.</summary>
        internal static unsafe string Read(IntPtr text)
        {
            if (text == IntPtr.Zero)
            {
                return null;
            }
            var start = (byte*)text;
            var end = start;
            while (*end != 0)
            {
                end++;
            }
            return Encoding.UTF8.GetString(start, checked((int)(end - start)));
        }

        /// <summary>Text that was handed over, which is freed; null for NULL.</summary>
        internal static string Take(IntPtr text)
        {
            try
            {
                return Read(text);
            }
            finally
            {
                NativeMethods.ls_string_free(text);
            }
        }
    }

    /// <summary>Texts for a parameter of the type <c>const char *const *</c>.</summary>
    internal sealed class Utf8Array : IDisposable
    {
        private readonly List<GCHandle> pins = new List<GCHandle>();

        internal Utf8Array(IEnumerable<string> texts, string parameter)
        {
            if (texts == null)
            {
                throw new ArgumentNullException(parameter);
            }
            var encoded = new List<byte[]>();
            foreach (string text in texts)
            {
                // An absent text is a mistake in the list, which itself is not absent.
                encoded.Add(Utf8.Required(text ?? throw new ArgumentException("An element is null.", parameter), parameter));
            }
            Pointers = new IntPtr[encoded.Count];
            for (int i = 0; i < Pointers.Length; i++)
            {
                pins.Add(GCHandle.Alloc(encoded[i], GCHandleType.Pinned));
                Pointers[i] = pins[i].AddrOfPinnedObject();
            }
        }

        internal IntPtr[] Pointers { get; }

        internal UIntPtr Count => new UIntPtr((uint)Pointers.Length);

        public void Dispose()
        {
            foreach (GCHandle pin in pins)
            {
                pin.Free();
            }
            pins.Clear();
        }
    }

    /// <summary>
    /// A secret as bytes, which the garbage collector does not move, so that no copy stays behind, and
    /// which are overwritten when they are no longer needed.
    /// </summary>
    internal sealed class Secret : IDisposable
    {
        private GCHandle pin;

        internal Secret(string text, string parameter)
        {
            Bytes = new byte[Utf8.Length(text, parameter) + 1];
            pin = GCHandle.Alloc(Bytes, GCHandleType.Pinned);
            Utf8.Strict.GetBytes(text, 0, text.Length, Bytes, 0);
        }

        ~Secret()
        {
            Dispose();
        }

        internal byte[] Bytes { get; }

        internal static Secret Optional(string text, string parameter)
        {
            return text == null ? null : new Secret(text, parameter);
        }

        public void Dispose()
        {
            // Null in the finalizer of one whose constructor has thrown.
            if (Bytes != null)
            {
                Array.Clear(Bytes, 0, Bytes.Length);
            }
            if (pin.IsAllocated)
            {
                pin.Free();
            }
            GC.SuppressFinalize(this);
        }
    }
}
