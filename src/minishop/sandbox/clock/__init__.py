"""시계: how far the installation has been moved ahead of the machine."""
