// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>The customer who bought a license.</summary>
    /// <remarks>
    /// It is read from the result that it belongs to, and keeps that in memory. Once the result is
    /// disposed, reading is an <see cref="ObjectDisposedException"/>. May be read from any thread.
    /// Nothing blocks.
    /// </remarks>
    public sealed class Customer
    {
        private readonly Part part;

        internal Customer(Part part)
        {
            this.part = part;
        }

        /// <summary>The customer's email. Null if it was not sent.</summary>
        public string Email => part.Text(NativeMethods.ls_customer_email);

        /// <summary>The first name. Null if it was not sent.</summary>
        public string FirstName => part.Text(NativeMethods.ls_customer_first_name);

        /// <summary>The last name. Null if it was not sent.</summary>
        public string LastName => part.Text(NativeMethods.ls_customer_last_name);

        /// <summary>The company's name. Null if it was not sent.</summary>
        public string CompanyName => part.Text(NativeMethods.ls_customer_company_name);

        /// <summary>The telephone number. Null if it was not sent.</summary>
        public string Phone => part.Text(NativeMethods.ls_customer_phone);

        /// <summary>The vendor's own reference. Null if it was not sent.</summary>
        public string Reference => part.Text(NativeMethods.ls_customer_reference);

        /// <summary>Street and number. Null if it was not sent.</summary>
        public string Address => part.Text(NativeMethods.ls_customer_address);

        /// <summary>The postal code. Null if it was not sent.</summary>
        public string Postcode => part.Text(NativeMethods.ls_customer_postcode);

        /// <summary>The city. Null if it was not sent.</summary>
        public string City => part.Text(NativeMethods.ls_customer_city);

        /// <summary>The state. Null if it was not sent.</summary>
        public string State => part.Text(NativeMethods.ls_customer_state);

        /// <summary>The country. Null if it was not sent.</summary>
        public string Country => part.Text(NativeMethods.ls_customer_country);

        /// <summary>The customer account it belongs to. Null if it was not sent.</summary>
        public string CustomerAccount => part.Text(NativeMethods.ls_customer_customer_account);

        /// <summary>The vendor's own data, as a JSON text. Null if it was not sent.</summary>
        public string Metadata => part.Text(NativeMethods.ls_customer_metadata);
    }
}
