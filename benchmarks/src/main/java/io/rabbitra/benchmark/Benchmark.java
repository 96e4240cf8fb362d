package io.rabbitra.benchmark;

import java.util.List;

/**
 * Some work, and those that do it in turn.
 *
 * @param name words with a slash between what is done and how much of it, such as {@code
 *     listener/auto/15 sessions/256 B/classic}
 * @param reference the contender that the others are compared with; it may be the only one
 * @param essential whether it belongs to the runs that check the targets
 */
public record Benchmark(
    String name, String reference, boolean essential, List<Contender> contenders) {}
