"""Speed, as ratios against stock peers measured in the same run on the same local Telegram."""
