/**
 * The broker settings of the adapter as one immutable value: what each bean says ({@link
 * io.rabbitra.config.BrokerProperties}), merged from adapter to connection factory or activation,
 * becomes {@link io.rabbitra.config.BrokerSettings}. Parses and validates; opens nothing.
 */
package io.rabbitra.config;
