package io.tocsin.pipeline.state;

/**
 * How far the stored state has come: it is the result of the input before {@code input}, and of the
 * changelog before {@code changelog}.
 *
 * @param input next offset of the shard's input to read
 * @param changelog next offset of the shard's state partition
 * @param writtenAt wall time of that commit, epoch milliseconds: old local state cannot be trusted,
 *     its tombstones may be gone from the changelog
 */
public record Position(long input, long changelog, long writtenAt) {}
