package dev.signalbox.bus;

/** How far an address carries. */
public enum Reach {
    /** Consumers of this node only; messages pass by reference. */
    NODE,
    /** Consumers of every node of the cluster; messages are encoded when they leave the node. */
    CLUSTER
}
