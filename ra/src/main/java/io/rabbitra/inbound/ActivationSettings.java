package io.rabbitra.inbound;

import io.rabbitra.config.BrokerSettings;
import io.rabbitra.destination.DeclarePolicy;
import io.rabbitra.message.TrustedPackages;
import java.time.Duration;

/** What an activation resolved to: validated, merged with the adapter's settings, looked up. */
record ActivationSettings(
    String name,
    BrokerSettings broker,
    String queue,
    DeclarePolicy declare,
    int maxSessions,
    int prefetch,
    Duration reconnectInterval,
    Duration maxReconnectInterval,
    Duration drainTimeout,
    TrustedPackages trustedPackages) {}
