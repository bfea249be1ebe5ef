// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>A release of a product, which the vendor has entered. The file is not the licensing
    /// service's, and MD5 proves nothing of it.</summary>
    /// <remarks>
    /// It is read from the result that it belongs to, and keeps that in memory. Once the result is
    /// disposed, reading is an <see cref="ObjectDisposedException"/>. May be read from any thread.
    /// Nothing blocks.
    /// </remarks>
    public sealed class Release
    {
        private readonly Part part;

        internal Release(Part part)
        {
            this.part = part;
        }

        /// <summary>Its version. Null if it was not sent.</summary>
        public string Version => part.Text(NativeMethods.ls_release_version);

        /// <summary>Its date, as it was sent. Null if it was not sent.</summary>
        public string ReleaseDate => part.Text(NativeMethods.ls_release_release_date);

        /// <summary>The id of its installer; sent where this one release was asked for, as is all
        /// that follows. Null if it was not sent.</summary>
        public long? Id => part.Number(NativeMethods.ls_release_id);

        /// <summary>The environment that it is for: "win", "win32", "win64", "mac", "linux",
        /// "linux32", "linux64". Null if it was not sent.</summary>
        public string Environment => part.Text(NativeMethods.ls_release_environment);

        /// <summary>Its channel. Null if it was not sent.</summary>
        public string Channel => part.Text(NativeMethods.ls_release_channel);

        /// <summary>Where its installer is. The library neither opens nor loads it. Null if it was
        /// not sent.</summary>
        public string InstallationFile => part.Text(NativeMethods.ls_release_installation_file);

        /// <summary>The MD5 hash of the installer: it finds a damaged file, and not one that
        /// somebody has made. Null if it was not sent.</summary>
        public string HashMd5 => part.Text(NativeMethods.ls_release_hash_md5);

        /// <summary>The size of the installer, as it was sent. Null if it was not sent.</summary>
        public string Size => part.Text(NativeMethods.ls_release_size);

        /// <summary>The version that it needs to be installed over. Null if it was not
        /// sent.</summary>
        public string RequiresVersion => part.Text(NativeMethods.ls_release_requires_version);

        /// <summary>Where the license agreement is. Null if it was not sent.</summary>
        public string EulaLink => part.Text(NativeMethods.ls_release_eula_link);

        /// <summary>Where the release notes are. Null if it was not sent.</summary>
        public string ReleaseNotesLink => part.Text(NativeMethods.ls_release_release_notes_link);
    }
}
