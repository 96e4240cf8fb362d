package io.rabbitra.inbound;

import io.rabbitra.config.BrokerSettings;
import io.rabbitra.message.TrustedPackages;
import java.time.Duration;

/** What an activation resolved to: validated, merged with the adapter's settings, looked up. */
record ActivationSettings(
    String name,
    BrokerSettings broker,
    SourceSettings source,
    SessionLimits sessions,
    AcknowledgeSettings acknowledge,
    RedeliverySettings redelivery,
    ReconnectSettings reconnect,
    Duration drainTimeout,
    TrustedPackages trustedPackages) {}
