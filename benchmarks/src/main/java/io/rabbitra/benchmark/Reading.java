package io.rabbitra.benchmark;

/** One measured value. */
public record Reading(Metric metric, double value) {}
