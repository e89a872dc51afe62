package io.tocsin.pipeline.window;

/**
 * What the window stage of one shard has counted since it was opened. Written by the lane's thread
 * at the end of each batch; read by any.
 *
 * @param accepted events accepted
 * @param late events of closed windows, whatever the policy made of them
 * @param future events refused because they claimed to be of the future
 * @param notFinite readings refused because they were NaN or infinite
 * @param amended closed windows that late events changed
 * @param tooLate corrections that could not be made: the window was no longer kept, or needs its
 *     samples in order
 * @param aside late events that went to the side topic
 * @param dropped late events that were dropped
 * @param sensors sensors that were met or restored
 * @param series series that were met or restored
 * @param windows summary windows closed
 * @param openWindows summary windows that hold samples and are not closed, those restored included
 * @param steps steps evaluated, each of one sensor
 * @param shardTime shard time, epoch milliseconds; {@link Long#MIN_VALUE} before the first event
 */
public record WindowStats(
    long accepted,
    long late,
    long future,
    long notFinite,
    long amended,
    long tooLate,
    long aside,
    long dropped,
    long sensors,
    long series,
    long windows,
    long openWindows,
    long steps,
    long shardTime) {}
