package io.rabbitra.it.jms;

import java.io.Serializable;

/** A class that only this war has. */
public record Parcel(String content) implements Serializable {}
