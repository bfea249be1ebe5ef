//! The fields of answers, as they are read. Generated from abi/fields.toml; `make generate` writes it.

use super::date::{Date, Moment};
use super::field::{Hidden, Json, Text, Word, record};
use super::list::{List, Texts};
use super::reading::{Flag, Number};

record! {
    /// A license. Fields are named as the API names them.
    LicenseFields {
        product_features: List<Feature>,
        custom_fields: List<CustomField>,
        holder as "user": Option<Box<Holder>>,
        customer: Option<Box<Customer>>,
        product_details: Option<Box<ProductDetails>>,
        company: Option<LicenseCompany>,
        id: Number,
        license_key: Hidden,
        hardware_id: Text,
        order_store_id: Text,
        license_type: Text,
        license_active: Flag,
        license_enabled: Flag,
        is_trial: Flag,
        trial_days: Number,
        is_expired: Flag,
        validity_period: Date,
        start_date: Date,
        enable_maintenance_period: Flag,
        maintenance_period: Date,
        allow_grace_period: Flag,
        grace_period: Number,
        max_activations: Number,
        times_activated: Number,
        allow_unlimited_activations: Flag,
        max_transfers: Number,
        transfer_count: Number,
        max_license_users: Number,
        is_floating: Flag,
        is_floating_cloud: Flag,
        floating_timeout: Number,
        floating_users: Number,
        floating_in_use_devices: Number,
        can_borrow: Flag,
        max_borrow_time: Number,
        is_borrowed: Flag,
        borrowed_until: Date,
        max_consumptions or "max_consumption": Number,
        total_consumptions: Number,
        allow_unlimited_consumptions: Flag,
        allow_overages: Flag,
        max_overages: Number,
        reset_consumption: Flag,
        consumption_period: Word,
        is_air_gapped: Flag,
        is_hardware_key_auth: Flag,
        prevent_vm: Flag,
        device_id: Number,
        channel: Text,
        environment: Text,
        version: Text,
        requires_version: Text,
        release_date: Text,
        release_notes_link: Text,
        installation_file: Text,
        hash_md5: Text,
        size: Text,
        eula_link: Text,
        license_signature: Text,
        license_signature_v2: Text,
        offline_signature: Text,
        metadata: Json,
    }
}

record! {
    /// Of a license: the object `company`.
    LicenseCompany {
        id: Number,
    }
}

record! {
    /// A feature that a license grants.
    Feature {
        id: Number,
        code: Text,
        name: Text,
        feature_type: Text,
        expiry_date: Date,
        is_floating: Flag,
        is_floating_cloud: Flag,
        floating_users: Number,
        floating_timeout: Number,
        max_consumption or "max_consumptions": Number,
        total_consumptions: Number,
        allow_unlimited_consumptions: Flag,
        allow_overages: Number,
        max_overages: Number,
        reset_consumption: Flag,
        consumption_period: Word,
        metadata: Json,
    }
}

record! {
    /// A field that the vendor added to a license.
    CustomField {
        name: Text,
        data_type: Word,
        value: Text,
    }
}

record! {
    /// A product (the API's `product_details`). That of a license has names, authorization method
    /// and metadata alone.
    ProductDetails {
        product_id: Number,
        product_name: Text,
        short_code: Text,
        allow_trial: Flag,
        trial_days: Number,
        authorization_method: Text,
        floating_timeout: Number,
        allow_overages: Flag,
        max_overages: Number,
        prevent_vm: Flag,
        latest_version: Option<ProductLatestVersion>,
        company: Option<ProductCompany>,
        custom_fields: List<ProductCustomField>,
        metadata: Json,
    }
}

record! {
    /// Of a product: the object `latest_version`.
    ProductLatestVersion {
        version: Text,
    }
}

record! {
    /// Of a product: the object `company`.
    ProductCompany {
        id: Number,
    }
}

record! {
    /// A field that the vendor added to each license of a product. The license has its value.
    ProductCustomField {
        id: Number,
        name: Text,
        default_value: Text,
    }
}

record! {
    /// The user that a license is assigned to.
    Holder {
        id: Number,
        email: Text,
        first_name: Text,
        last_name: Text,
        phone_number: Text,
        is_initial_password: Flag,
        max_activations: Number,
        total_activations: Number,
        allow_unlimited_activations: Flag,
    }
}

record! {
    /// The customer who bought a license.
    Customer {
        email: Text,
        first_name: Text,
        last_name: Text,
        company_name: Text,
        phone: Text,
        reference: Text,
        address: Text,
        postcode: Text,
        city: Text,
        state: Text,
        country: Text,
        customer_account: Text,
        metadata: Json,
    }
}

record! {
    /// A user of one of a customer's licenses.
    LicenseUser {
        email: Text,
        is_active: Flag,
        first_name: Text,
        last_name: Text,
        phone_number: Text,
        is_initial_password: Flag,
        initial_password: Hidden,
        license_id: Number,
        order_id: Number,
        order_store_id: Text,
        max_activations: Number,
        total_activations: Number,
    }
}

record! {
    /// A trial of a product: the license key, or the user, that it was made for.
    TrialFields {
        license_key: Text,
        username as "license_user": Text,
        initial_password: Hidden,
        is_new: Flag,
        days as "trial_days": Number,
    }
}

record! {
    /// A release of a product, which the vendor has entered. The file is not the licensing
    /// service's, and MD5 proves nothing of it.
    Release {
        version: Text,
        release_date: Text,
        id: Number,
        environment: Text,
        channel: Text,
        installation_file: Text,
        hash_md5: Text,
        size: Text,
        requires_version: Text,
        eula_link: Text,
        release_notes_link: Text,
    }
}

record! {
    /// A variable of a device, which the application has set.
    Variable {
        name as "variable": Text,
        value: Text,
        created_at: Moment,
        device_id: Number,
    }
}

record! {
    /// The licenses that one user of an Automation Suite now holds.
    Allocation {
        user_id as "userId": Text,
        organization_id as "organizationId": Text,
        use_external_license as "useExternalLicense": Flag,
        user_bundle_codes as "userBundleCodes": Texts,
    }
}
